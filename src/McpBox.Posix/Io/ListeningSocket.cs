using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Io;

/// <summary>Listening sockets as descriptors that can be handed on: tcp(7), ip(7). Close-on-exec.</summary>
public static unsafe class ListeningSocket
{
    private const int Backlog = 512;
    private const int Eintr = 4;
    private const int Econnaborted = 103;

    /// <summary>Listens in the network namespace of the calling thread.</summary>
    /// <param name="address">IPv4.</param>
    /// <exception cref="Win32Exception">The address is taken (EADDRINUSE), is not of this namespace, or the port is a privileged one (EACCES).</exception>
    public static SafeFileHandle Tcp(IPAddress address, int port)
    {
        var socket = Bind(SocketNative.SockStream, address, port);
        if (SocketNative.Listen((int)socket.DangerousGetHandle(), Backlog) == 0)
            return socket;
        var error = Marshal.GetLastPInvokeError();
        socket.Dispose();
        throw new Win32Exception(error);
    }

    /// <summary>A socket for datagrams, in the network namespace of the calling thread.</summary>
    /// <inheritdoc cref="Tcp"/>
    public static SafeFileHandle Udp(IPAddress address, int port) => Bind(SocketNative.SockDatagram, address, port);

    // Without SO_REUSEADDR and SO_REUSEPORT: nobody else is to have the address beside it.
    private static SafeFileHandle Bind(int type, IPAddress address, int port)
    {
        var number = SocketNative.Socket(SocketNative.AfInet, type | SocketNative.SockCloexec, 0);
        if (number < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        var socket = new SafeFileHandle(number, ownsHandle: true);
        var name = new SocketNative.InternetAddress
        {
            Family = SocketNative.AfInet,
            Port = BinaryPrimitives.ReverseEndianness((ushort)port),
            Address = BitConverter.ToUInt32(address.GetAddressBytes()),
        };
        if (SocketNative.Bind(number, &name, (uint)sizeof(SocketNative.InternetAddress)) == 0)
            return socket;
        var error = Marshal.GetLastPInvokeError();
        socket.Dispose();
        throw new Win32Exception(error);
    }

    /// <summary>The next connection; waits for it where the socket does.</summary>
    /// <param name="nonBlocking">Makes the connection O_NONBLOCK, which a limit on writes needs (<see cref="DescriptorStream"/>).</param>
    /// <exception cref="Win32Exception">No connection can be taken: no descriptor is left (EMFILE), or the socket does not listen.</exception>
    public static SafeFileHandle Accept(SafeFileHandle listener, bool nonBlocking = false)
    {
        var flags = SocketNative.SockCloexec | (nonBlocking ? SocketNative.SockNonBlock : 0);
        while (true)
        {
            var connection = SocketNative.Accept((int)listener.DangerousGetHandle(), null, null, flags);
            if (connection >= 0)
                return new SafeFileHandle(connection, ownsHandle: true);
            if (Marshal.GetLastPInvokeError() is not (Eintr or Econnaborted) and var error)
                throw new Win32Exception(error);
        }
    }
}
