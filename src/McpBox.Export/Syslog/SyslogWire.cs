using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using McpBox.Export.Connecting;

namespace McpBox.Export.Syslog;

/// <summary>A connection to a receiver, with the framing that it has.</summary>
internal abstract class SyslogWire : IDisposable
{
    private readonly Socket _socket;

    private SyslogWire(Socket socket) => _socket = socket;

    /// <exception cref="SocketException">Nobody is there.</exception>
    /// <exception cref="IOException">The connection broke in the handshake.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The receiver is not trusted.</exception>
    public static SyslogWire Open(SyslogAddress address, ServerTrust trust, TimeSpan patience) => address switch
    {
        SyslogAddress.Network network => Stream.Open(network, trust, patience),
        SyslogAddress.Path path => OpenUnix(path.Name, patience),
        _ => throw new ArgumentOutOfRangeException(nameof(address)),
    };

    public abstract void Send(ReadOnlySpan<byte> message);

    public virtual void Flush()
    {
    }

    /// <summary>Says that no more comes, and waits a while until the other side has read it all and closes too.</summary>
    public virtual void End()
    {
    }

    public virtual void Dispose() => _socket.Dispose();

    // As syslog(3) does it: datagrams, and a stream where the socket is one. A stream's messages end with a line feed here (RFC 6587,
    // section 3.4.2), since what listens on such sockets seldom counts octets, and no message of ours has one in it.
    private static SyslogWire OpenUnix(string path, TimeSpan patience)
    {
        var end = new UnixDomainSocketEndPoint(path);
        try
        {
            return new Datagrams(Connected(new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified), end, patience));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ProtocolType)
        {
            var socket = Connected(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), end, patience);
            return new Stream(socket, new NetworkStream(socket), counted: false);
        }
    }

    private static Socket Connected(Socket socket, System.Net.EndPoint end, TimeSpan patience)
    {
        try
        {
            socket.SendTimeout = socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
            socket.Connect(end);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Datagrams(Socket socket) : SyslogWire(socket)
    {
        public override void Send(ReadOnlySpan<byte> message) => _socket.Send(message);
    }

    private sealed class Stream(Socket socket, System.IO.Stream stream, bool counted) : SyslogWire(socket)
    {
        private readonly BufferedStream _stream = new(stream, 64 * 1024);

        public static Stream Open(SyslogAddress.Network address, ServerTrust trust, TimeSpan patience)
        {
            var socket = Dial(address, patience);
            try
            {
                System.IO.Stream stream = new NetworkStream(socket);
                if (address.Tls)
                {
                    var tls = new SslStream(stream);
                    tls.AuthenticateAsClient(trust.Options(address.Host));
                    stream = tls;
                }

                return new Stream(socket, stream, counted: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public override void Send(ReadOnlySpan<byte> message)
        {
            if (counted)
            {
                Span<byte> count = stackalloc byte[12];
                _ = Utf8Formatter.TryFormat(message.Length, count, out var digits);
                count[digits++] = (byte)' ';
                _stream.Write(count[..digits]);
            }

            _stream.Write(message);
            if (!counted)
                _stream.WriteByte((byte)'\n');
        }

        public override void Flush() => _stream.Flush();

        public override void End()
        {
            if (stream is SslStream tls)
                tls.ShutdownAsync().GetAwaiter().GetResult();
            _socket.Shutdown(SocketShutdown.Send);
            try
            {
                Span<byte> nothing = stackalloc byte[256];
                while (_socket.Receive(nothing) > 0)
                {
                }
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // It keeps the connection open: all was handed to the kernel, and more cannot be known.
            }
        }

        // Buffered bytes of an export that failed are not sent on the way out.
        public override void Dispose()
        {
            _socket.Dispose();
            base.Dispose();
        }

        private static Socket Dial(SyslogAddress.Network address, TimeSpan patience)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.SendTimeout = socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
                using var deadline = new CancellationTokenSource(patience);
                socket.ConnectAsync(address.Host, address.Port, deadline.Token).AsTask().GetAwaiter().GetResult();
                return socket;
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw new SocketException((int)SocketError.TimedOut);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
