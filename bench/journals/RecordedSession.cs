using System.Globalization;
using System.Text;
using McpBox.Journal;

namespace McpBox.Bench.Journals;

/// <summary>One session on its way into a journal.</summary>
internal sealed class RecordedSession : IDisposable
{
    private static readonly string[] Tools = ["read_file", "write_file", "list_directory", "search_files", "get_file_info", "edit_file"];

    private static readonly string[] Words =
        ["the", "server", "returned", "error:", "import", "const", "public", "value", "\\n", "\\\"name\\\":", "\\u00e9tat", "/home/ada/project/src", "0x7f", "{", "}", "function", "async", "await", "result", "—", "déjà"];

#pragma warning disable CA5394 // Nothing secret: the same numbers each time are what is wanted.
    private readonly Random _random;
    private readonly JournalWriter _journal;
    private readonly StringBuilder _text = new();
    private long _written;

    public RecordedSession(string root, int number)
    {
        _random = new Random(number);
        _journal = JournalWriter.Create(root, number % 3 == 0 ? "files" : "search", string.Create(CultureInfo.InvariantCulture, $"b{number:x7}"), TimeProvider.System);
        _journal.StageEvent("manifest", """{"server":"files","profile":"strict","mcpbox":"bench","host":{"name":"bench"},"user":{"uid":1000,"name":"ada"},"client":{"pid":1,"name":"client"}}"""u8);
        Ask("0", "initialize", "", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1.0"}}""");
        Answer("0", """{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"files","version":"1.0"}}""", 90_000);
    }

    public void Write(long bytes)
    {
        for (var call = 1; _written < bytes; call++)
        {
            var id = call.ToString(CultureInfo.InvariantCulture);
            var tool = Tools[_random.Next(Tools.Length)];
            Ask(id, "tools/call", tool, $$$"""{"name":"{{{tool}}}","arguments":{"path":"/home/ada/project/src/{{{Text(3)}}}.ts","head":{{{call}}}}}""");
            if (_random.Next(8) == 0)
                Stage(JournalDirection.ServerToClient, JournalKind.Notification, $$$"""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{{{id}}},"progress":0.5}}""", method: "notifications/progress");
            if (_random.Next(10) == 0)
                Line($"[{call}] handled {tool} {Text(6)}");
            var error = _random.Next(40) == 0 ? ",\"isError\":true" : "";
            Answer(id, $$"""{"content":[{"type":"text","text":"{{Text(1 << _random.Next(2, 10))}}"}]{{error}}}""", 200 + (long)(1000 / (_random.NextDouble() + 0.001)));
            if (call % 16 == 0)
                _journal.Commit();
        }

        _journal.Seal();
    }

    public void Dispose() => _journal.Dispose();

    private string Text(int words)
    {
        _text.Clear();
        for (var i = 0; i < words; i++)
            _text.Append(Words[_random.Next(Words.Length)]).Append(' ');
        return _text.ToString();
    }
#pragma warning restore CA5394

    private void Ask(string id, string method, string tool, string parameters) =>
        Stage(JournalDirection.ClientToServer, JournalKind.Request, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""", id, method, tool);

    private void Answer(string id, string result, long latency) =>
        Stage(JournalDirection.ServerToClient, JournalKind.Response, $$"""{"result":{{result}},"jsonrpc":"2.0","id":{{id}}}""", id, latency: latency);

    private void Stage(JournalDirection direction, JournalKind kind, string frame, string id = "", string method = "", string tool = "", long latency = -1)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        _written += bytes.Length + 300;
        _journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = kind,
            Verdict = JournalVerdict.Forward,
            Frame = bytes,
            Embeddable = true,
            Id = Encoding.UTF8.GetBytes(id),
            Method = Token(method),
            Tool = Token(tool),
            LatencyMicroseconds = latency,
            WireBytes = bytes.Length,
        });
    }

    private void Line(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _written += bytes.Length + 250;
        _journal.Stage(new JournalEntry { Direction = JournalDirection.Stderr, Kind = JournalKind.Text, Verdict = JournalVerdict.Forward, Frame = bytes, WireBytes = bytes.Length });
    }

    private static byte[] Token(string text) => text.Length == 0 ? [] : Encoding.UTF8.GetBytes($"\"{text}\"");
}
