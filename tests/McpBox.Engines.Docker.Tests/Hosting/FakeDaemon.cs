using System.Net.Sockets;
using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>Listens on a unix socket, answers <c>/version</c> like a daemon, and everything else as the test says, byte for byte.</summary>
internal sealed class FakeDaemon : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, byte[]?> _answer;
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private readonly List<Socket> _open = [];

    /// <param name="answer">Request line → the whole answer; null leaves the client waiting.</param>
    public FakeDaemon(Func<string, byte[]?> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(_scratch["s"]));
        _listener.Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public DockerEndpoint Endpoint => new(new DaemonAddress.Unix(_scratch["s"]), null, "test");

    /// <summary>Heads of the requests so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public static byte[] Version(string version = "1.41", string minimum = "1.12") => Json(200, $$"""{"ApiVersion":"{{version}}","MinAPIVersion":"{{minimum}}","Unknown":[1]}""");

    public static byte[] Json(int status, string body) =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Words\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static byte[] Raw(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A daemon of API 1.41 that answers all but <c>/version</c> with this.</summary>
    public static FakeDaemon Answering(byte[]? answer) => new(line => line.Contains("/version ", StringComparison.Ordinal) ? Version() : answer);

    public DockerClient Connect(double seconds = 5) => DockerClient.Connect(Endpoint, TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        _listener.Dispose();
        lock (_gate)
            _open.ForEach(static socket => socket.Dispose());
        _scratch.Dispose();
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                var client = _listener.Accept();
                lock (_gate)
                    _open.Add(client);
                Answer(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over, or its client went away.
        }
    }

    private void Answer(Socket client)
    {
        var head = ReadHead(client);
        lock (_gate)
            _requests.Add(head);
        if (_answer(head.Split("\r\n")[0]) is not { } answer)
            return;
        client.Send(answer);
        client.Shutdown(SocketShutdown.Send);
    }

    private static string ReadHead(Socket client)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && client.Receive(one) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
