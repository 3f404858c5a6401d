using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpBox.Browser.Tests.Hosting;

/// <summary>Requests byte for byte as written, for what no well-behaved client sends.</summary>
internal sealed class RawHttp(int port) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly StringBuilder _rest = new();

    public async Task<RawHttp> ConnectAsync()
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        return this;
    }

    public async Task SendAsync(string bytes) => await _socket.SendAsync(Encoding.Latin1.GetBytes(bytes));

    /// <summary>What comes until the server closes; empty where it closed at once.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var buffer = new byte[64 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        try
        {
            for (int read; (read = await _socket.ReceiveAsync(buffer, limit.Token)) > 0;)
                _rest.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }

        return _rest.ToString();
    }

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<RawReply> AskAsync(int port, string target, string method = "GET", string? host = null, params string[] headers)
    {
        using var http = await new RawHttp(port).ConnectAsync();
        var lines = headers.Prepend($"Host: {host ?? $"127.0.0.1:{port}"}").Append("Connection: close");
        await http.SendAsync($"{method} {target} HTTP/1.1\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n");
        return new RawReply(await http.ReadToEndAsync());
    }

    public void Dispose() => _socket.Dispose();
}

internal sealed record RawReply(string Text)
{
    public int Status => Text.Length == 0 ? 0 : int.Parse(Text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public string? Header(string name) =>
        Text.Split("\r\n\r\n")[0].Split("\r\n").Where(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]).FirstOrDefault();
}
