using System.Net;
using System.Text;
using McpBox.Packages.Building;

namespace McpBox.Engines.Contract.Tests.Builds;

/// <summary>A gateway that answers each connection's first request with what it is given, and counts those that it serves at once.</summary>
/// <param name="answer">Called for each request line; its result is the body. May wait.</param>
internal sealed class AnsweringGateway(Func<string, string> answer) : IBuildGateway
{
    private int _active;
    private int _most;
    private int _served;

    /// <summary>Connections that are being served.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>The most that ever were at once.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>How many there were.</summary>
    public int Served => Volatile.Read(ref _served);

    public void Serve(Stream connection)
    {
        var active = Interlocked.Increment(ref _active);
        Interlocked.Increment(ref _served);
        for (var most = Most; active > most; most = Most)
            Interlocked.CompareExchange(ref _most, active, most);
        try
        {
            using (connection)
            {
                var line = ReadHead(connection);
                var body = Encoding.UTF8.GetBytes(answer(line));
                connection.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
                connection.Write(body);
            }
        }
        catch (Exception exception) when (exception is IOException or ProtocolViolationException)
        {
            // The program inside went away.
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    /// <returns>The request line.</returns>
    private static string ReadHead(Stream connection)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = connection.ReadByte();
            if (next < 0)
                throw new ProtocolViolationException("the request has no end");
            head.Append((char)next);
        }

        return head.ToString().Split("\r\n")[0];
    }
}
