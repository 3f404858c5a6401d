using System.Net;
using System.Net.Sockets;

namespace McpBox.Review.Http;

/// <summary>
/// HTTP/1.1 on 127.0.0.1 and a port that the kernel picks, for one person's browser. Our own and small: System.Net.HttpListener cannot take a
/// random port, has no deadline for a head on Linux, and would add to what every session's process carries.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    // A browser opens six for a page. More than these wait in no queue: they are closed.
    private const int MostConnections = 32;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TimeProvider _time;
    private int _open;

    /// <summary>Binds and listens; nothing is accepted before <see cref="ServeAsync"/>.</summary>
    /// <exception cref="SocketException">There is no loopback to bind to.</exception>
    public LoopbackServer(TimeProvider time)
    {
        _time = time;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(MostConnections);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public void Dispose() => _listener.Dispose();

    /// <summary>Accepts until cancelled.</summary>
    public async Task ServeAsync(Func<HttpRequest, CancellationToken, Task<HttpReply>> answer, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(cancel);
                if (Interlocked.Increment(ref _open) > MostConnections)
                {
                    Interlocked.Decrement(ref _open);
                    socket.Dispose();
                    continue;
                }

                // Each ends by itself and lets go of its place; the listener waits for none of them.
                _ = ServeOneAsync(socket, answer, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // This is how serving ends.
        }
    }

    private async Task ServeOneAsync(Socket socket, Func<HttpRequest, CancellationToken, Task<HttpReply>> answer, CancellationToken cancel)
    {
        using var connection = new HttpConnection(socket, answer, _time);
        try
        {
            socket.NoDelay = true;
            await connection.ServeAsync(cancel);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer left or was too slow.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
