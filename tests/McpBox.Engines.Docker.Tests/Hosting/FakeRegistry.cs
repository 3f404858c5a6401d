using System.Net;
using System.Net.Sockets;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>A registry, or whom it sends others to, that answers as the test says.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<(string Request, string? Authorization)> _requests = [];

    /// <param name="answer">Sets status and headers; the body stays empty unless it returns one.</param>
    public FakeRegistry(Func<HttpListenerRequest, HttpListenerResponse, string?> answer)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Domain = $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"http://{Domain}/");
        _listener.Start();
        new Thread(() => Serve(answer)) { IsBackground = true }.Start();
    }

    public string Domain { get; }

    /// <summary>Method, path and query of each, and what it was shown.</summary>
    public IReadOnlyList<(string Request, string? Authorization)> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public void Dispose() => _listener.Close();

    private void Serve(Func<HttpListenerRequest, HttpListenerResponse, string?> answer)
    {
        try
        {
            while (true)
            {
                var context = _listener.GetContext();
                lock (_gate)
                    _requests.Add(($"{context.Request.HttpMethod} {context.Request.RawUrl}", context.Request.Headers["Authorization"]));
                context.Request.InputStream.CopyTo(Stream.Null);
                var body = System.Text.Encoding.UTF8.GetBytes(answer(context.Request, context.Response) ?? "");
                context.Response.Close(body, willBlock: true);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
