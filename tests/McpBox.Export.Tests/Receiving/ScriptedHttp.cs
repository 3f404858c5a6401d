using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpBox.Export.Tests.Receiving;

/// <summary>A receiver that answers as it was told, each request once, and remembers what it was sent. An answer of null is none, and the connection stays open, as after one without <c>Connection: close</c>.</summary>
internal sealed class ScriptedHttp : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string?> _answers;
    private readonly List<TcpClient> _clients = [];

    public ScriptedHttp(params string?[] answers)
    {
        _answers = new Queue<string?>(answers);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public BlockingCollection<(string Head, byte[] Body)> Requests { get; } = [];

    public static string Answer(int status, string body = "{}", string headers = "") =>
        $"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public void Dispose()
    {
        _listener.Stop();
        foreach (var client in _clients)
            client.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                Requests.Add(await ReadAsync(client.GetStream()));
                if (_answers.TryDequeue(out var answer) && answer is null)
                    continue;
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer ?? Answer(200)));
                if (answer?.Contains("Connection: close", StringComparison.Ordinal) != false)
                    client.Dispose();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private static async Task<(string Head, byte[] Body)> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes.Count < 4 || !bytes[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one);
            bytes.Add(one[0]);
        }

        var head = Encoding.ASCII.GetString([.. bytes]);
        var length = head.Split("\r\n").Single(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return (head, body);
    }
}
