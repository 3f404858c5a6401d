using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>
/// A connection to a daemon, for one request: no pool, no keep-alive, nothing of one answer can be taken for a part of the next. On a
/// unix socket a connection costs some tens of microseconds.
/// </summary>
internal sealed class DaemonConnection : IDisposable
{
    // sun_path of unix(7), without its NUL.
    private const int LongestSocketPath = 107;

    private readonly Deadline _deadline;

    private DaemonConnection(Transport stream, string host, Deadline deadline)
    {
        (Stream, Host, _deadline) = (stream, host, deadline);
    }

    public Transport Stream { get; }

    /// <summary>For the Host header; Go's server refuses an empty one.</summary>
    public string Host { get; }

    /// <param name="time">For everything up to the next <see cref="Within"/>; connecting and shaking hands included.</param>
    public static DaemonConnection Open(DockerEndpoint endpoint, TimeSpan time)
    {
        var deadline = new Deadline();
        deadline.Set(time);
        return endpoint.Address switch
        {
            DaemonAddress.Unix unix => new DaemonConnection(ConnectUnix(unix.Path, deadline), "docker", deadline),
            DaemonAddress.Tcp tcp => new DaemonConnection(ConnectTcp(tcp, endpoint.Tls, deadline), tcp.Authority, deadline),
            DaemonAddress.Pipe pipe => new DaemonConnection(ConnectPipe(pipe.Name, deadline), "docker", deadline),
            _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
        };
    }

    /// <param name="time">From now on; null for as long as it takes.</param>
    public void Within(TimeSpan? time) => _deadline.Set(time);

    public void Dispose() => Stream.Dispose();

    private static SocketTransport ConnectUnix(string path, Deadline deadline)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestSocketPath)
            throw new IOException($"the path is longer than {LongestSocketPath} bytes, which no unix socket's can be");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A full backlog blocks a connect(2) for so long, unix(7).
            socket.SendTimeout = deadline.LeftForSocket();
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new SocketTransport(socket, deadline);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.TimedOut)
        {
            socket.Dispose();
            throw new TimeoutException("the connection was not accepted in time", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Transport ConnectTcp(DaemonAddress.Tcp address, EndpointTls? tls, Deadline deadline)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Connect(socket, address, deadline);
            var plain = new SocketTransport(socket, deadline);
            return tls is null ? plain : new TlsTransport(plain, tls, address.Host);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Connect(Socket socket, DaemonAddress.Tcp address, Deadline deadline)
    {
        using var cancel = new CancellationTokenSource(deadline.Left() ?? Timeout.InfiniteTimeSpan);
        try
        {
            EndPoint target = IPAddress.TryParse(address.Host, out var number)
                ? new IPEndPoint(number, address.Port)
                : new DnsEndPoint(address.Host, address.Port);
            socket.ConnectAsync(target, cancel.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("the connection was not accepted in time", exception);
        }
    }

    private static PipeTransport ConnectPipe(string name, Deadline deadline)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            pipe.Connect(deadline.Left() ?? Timeout.InfiniteTimeSpan);
            return new PipeTransport(pipe, deadline);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }
}
