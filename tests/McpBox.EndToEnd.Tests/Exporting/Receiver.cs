using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpBox.EndToEnd.Tests.Exporting;

/// <summary>An OTLP receiver on a free port of the loopback, which does with a request what the test says.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly Func<string, Task<string?>> _answer;
    private readonly StringBuilder _received = new();

    /// <param name="answer">Gets a request's body and gives the answer's status line; null for none, and nothing is read then.</param>
    public Receiver(Func<string, Task<string?>> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public int Connections
    {
        get
        {
            lock (_clients)
                return _clients.Count;
        }
    }

    /// <summary>The bodies of all requests.</summary>
    public string Received
    {
        get
        {
            lock (_received)
                return _received.ToString();
        }
    }

    /// <summary>Reads nothing of what it accepts.</summary>
    public static Receiver Deaf() => new(static _ => Task.FromResult<string?>(null)) { Reads = false };

    private bool Reads { get; init; } = true;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_clients)
            _clients.ForEach(static client => client.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                lock (_clients)
                    _clients.Add(client);
                if (Reads)
                    _ = ServeAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await reader.ReadLineAsync() is { } line)
            {
                var length = 0;
                for (; line is { Length: > 0 }; line = await reader.ReadLineAsync())
                {
                    if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                        length = int.Parse(line.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
                }

                var body = new char[length];
                await reader.ReadBlockAsync(body);
                lock (_received)
                    _received.Append(body);
                if (await _answer(new string(body)) is { } status)
                    await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The sender has gone.
        }
    }
}
