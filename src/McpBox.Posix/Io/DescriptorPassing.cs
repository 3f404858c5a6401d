using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Io;

/// <summary>Hands open descriptors to another process over a unix socket: SCM_RIGHTS, unix(7).</summary>
public static unsafe class DescriptorPassing
{
    /// <summary>SCM_MAX_FD: the kernel takes no more at once.</summary>
    public const int Most = 253;

    private const int Eintr = 4;

    /// <summary>Sends them with one byte, because descriptors do not travel alone. The sender keeps its own copies.</summary>
    /// <param name="socket">A connected stream socket.</param>
    /// <exception cref="IOException">They cannot be sent: nobody is there.</exception>
    public static void Send(SafeFileHandle socket, IReadOnlyList<SafeFileHandle> descriptors)
    {
        if (descriptors.Count > Most)
            throw new ArgumentException($"More than {Most} descriptors.", nameof(descriptors));
        byte payload = 0;
        var vector = new SocketNative.IoVector { Base = &payload, Length = 1 };
        var control = stackalloc byte[ControlSize(descriptors.Count)];
        var header = (SocketNative.ControlHeader*)control;
        *header = new SocketNative.ControlHeader
        {
            Length = (nuint)(sizeof(SocketNative.ControlHeader) + (descriptors.Count * sizeof(int))),
            Level = SocketNative.SolSocket,
            Type = SocketNative.ScmRights,
        };
        var numbers = (int*)(header + 1);
        for (var i = 0; i < descriptors.Count; i++)
            numbers[i] = (int)descriptors[i].DangerousGetHandle();
        var message = new SocketNative.MessageHeader
        {
            Vectors = &vector,
            VectorCount = 1,
            Control = control,
            ControlLength = (nuint)ControlSize(descriptors.Count),
        };
        while (SocketNative.SendMessage((int)socket.DangerousGetHandle(), &message, SocketNative.MsgNoSignal) < 0)
        {
            if (Marshal.GetLastPInvokeError() is not Eintr and var error)
                throw new IOException($"descriptors cannot be passed: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    /// <summary>Receives exactly so many, close-on-exec. Waits where the socket does.</summary>
    /// <exception cref="IOException">The other side ended, or sent another number of them.</exception>
    public static SafeFileHandle[] Receive(SafeFileHandle socket, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        byte payload;
        var vector = new SocketNative.IoVector { Base = &payload, Length = 1 };
        var control = stackalloc byte[ControlSize(count)];
        var message = new SocketNative.MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)ControlSize(count) };
        nint received;
        while ((received = SocketNative.ReceiveMessage((int)socket.DangerousGetHandle(), &message, SocketNative.MsgCmsgCloexec)) < 0)
        {
            if (Marshal.GetLastPInvokeError() is not Eintr and var error)
                throw new IOException($"descriptors cannot be received: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        var handles = received == 0 ? [] : Taken(message);
        if (handles.Length == count && (message.Flags & SocketNative.MsgCtrunc) == 0)
            return handles;
        foreach (var handle in handles)
            handle.Dispose();
        throw new IOException($"{handles.Length} descriptors came, and {count} were expected");
    }

    private static SafeFileHandle[] Taken(SocketNative.MessageHeader message)
    {
        var header = (SocketNative.ControlHeader*)message.Control;
        if (message.ControlLength < (nuint)sizeof(SocketNative.ControlHeader) || header->Level != SocketNative.SolSocket || header->Type != SocketNative.ScmRights)
            return [];
        var handles = new SafeFileHandle[((int)header->Length - sizeof(SocketNative.ControlHeader)) / sizeof(int)];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = new SafeFileHandle(((int*)(header + 1))[i], ownsHandle: true);
        return handles;
    }

    // CMSG_SPACE: header and data, rounded up to eight bytes.
    private static int ControlSize(int count) => sizeof(SocketNative.ControlHeader) + (((count * sizeof(int)) + 7) & ~7);
}
