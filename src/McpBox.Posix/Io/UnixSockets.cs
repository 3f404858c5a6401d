using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Io;

/// <summary>Stream sockets of unix(7), close-on-exec.</summary>
public static unsafe class UnixSockets
{
    /// <summary>Bytes of the longest path of a socket; one more ends it.</summary>
    private const int LongestPath = 107;

    /// <summary>O_PATH and O_CLOEXEC, the same on x86-64 and arm64.</summary>
    private const int PathOnly = 0x200000 | 0x80000;

    /// <summary>Two connected sockets, socketpair(2).</summary>
    /// <exception cref="Win32Exception">None is to be had.</exception>
    public static (SafeFileHandle Ours, SafeFileHandle Theirs) Pair()
    {
        var ends = stackalloc int[2];
        if (SocketNative.SocketPair(SocketNative.AfUnix, SocketNative.SockStream | SocketNative.SockCloexec, 0, ends) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Listens under a name in a folder, however deep that lies. The name must not exist, and is to be removed by the caller.</summary>
    /// <exception cref="Win32Exception">The name is too long, exists, or the folder cannot be written to.</exception>
    public static SafeFileHandle Listen(string folder, string name)
    {
        var number = NativeMethods.Open(folder, PathOnly);
        if (number < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        using var place = new SafeFileHandle(number, ownsHandle: true);
        var socket = New();
        var (address, length) = Address($"/proc/self/fd/{number}/{name}");
        fixed (byte* bytes = address)
        {
            if (SocketNative.Bind((int)socket.DangerousGetHandle(), bytes, length) == 0 && SocketNative.Listen((int)socket.DangerousGetHandle(), 1) == 0)
                return socket;
        }

        var error = Marshal.GetLastPInvokeError();
        socket.Dispose();
        throw new Win32Exception(error);
    }

    /// <summary>Connects to who listens on a path.</summary>
    /// <exception cref="Win32Exception">Nobody listens there, or we may not.</exception>
    public static SafeFileHandle Connect(string path)
    {
        var socket = New();
        var (address, length) = Address(path);
        fixed (byte* bytes = address)
        {
            if (SocketNative.Connect((int)socket.DangerousGetHandle(), bytes, length) == 0)
                return socket;
        }

        var error = Marshal.GetLastPInvokeError();
        socket.Dispose();
        throw new Win32Exception(error);
    }

    private static SafeFileHandle New()
    {
        var socket = SocketNative.Socket(SocketNative.AfUnix, SocketNative.SockStream | SocketNative.SockCloexec, 0);
        return socket >= 0 ? new SafeFileHandle(socket, ownsHandle: true) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    // struct sockaddr_un: the family in two bytes, then the path and a NUL.
    private static (byte[] Bytes, uint Length) Address(string path)
    {
        const int nameTooLong = 36;
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length > LongestPath)
            throw new Win32Exception(nameTooLong);
        var address = new byte[LongestPath + 3];
        address[0] = SocketNative.AfUnix;
        name.CopyTo(address, 2);
        return (address, (uint)name.Length + 3);
    }
}
