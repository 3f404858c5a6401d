using System.Net;
using System.Net.Sockets;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>Carries TCP connections of the loopback to a unix socket, each direction's end included.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _path;

    public Forwarder(DockerEndpoint target)
    {
        _path = ((DaemonAddress.Unix)target.Address).Path;
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public DockerEndpoint Endpoint => new(new DaemonAddress.Tcp("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port), null, "test");

    public void Dispose() => _listener.Stop();

    private void Serve()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptSocket();
                var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                daemon.Connect(new UnixDomainSocketEndPoint(_path));
                new Thread(() => Copy(client, daemon)) { IsBackground = true }.Start();
                new Thread(() => Copy(daemon, client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // The test is over, while this waited for a connection or took one.
        }
    }

    private static void Copy(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = from.Receive(buffer)) > 0;)
                to.Send(buffer.AsSpan(0, count));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One side is gone; the other will see it.
            to.Dispose();
        }
    }
}
