using System.Text;
using McpBox.Journal;

namespace McpBox.Browser.Tests.Hosting;

/// <summary>A session that the real writer records, at times that the test tells.</summary>
internal sealed class RecordedSession : IDisposable
{
    private readonly Clock _clock;
    private readonly JournalWriter _journal;
    private int _id;

    public RecordedSession(string root, string id, string server, int minute)
    {
        _clock = new Clock(minute);
        _journal = JournalWriter.Create(root, server, id, _clock);
        Event("manifest", $$"""{"session":"{{id}}","server":"{{server}}","profile":"node-default","mcpbox":"0.1.0","client":{"name":"editor"},"argv":["node","server.js"]}""");
    }

    public string Path => _journal.Path;

    /// <summary>Lets time pass.</summary>
    public RecordedSession Wait(double milliseconds)
    {
        _clock.Pass(milliseconds);
        return this;
    }

    public void Event(string kind, string data)
    {
        _journal.StageEvent(kind, Encoding.UTF8.GetBytes(data));
        _journal.Commit();
    }

    /// <summary>A tool's call and its answer after so many milliseconds.</summary>
    /// <param name="arguments">JSON.</param>
    /// <param name="result">JSON: the result's value; null for no answer.</param>
    public int Call(string tool, string arguments, string? result, double milliseconds = 5)
    {
        var id = ++_id;
        Request("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}} }""", id, tool);
        if (result is not null)
            Answer(id, "result", result, milliseconds);
        return id;
    }

    public int Request(string method, string parameters, string? tool = null)
    {
        var id = ++_id;
        Request(method, parameters, id, tool);
        return id;
    }

    /// <param name="outcome"><c>result</c> or <c>error</c>.</param>
    public void Answer(int id, string outcome, string json, double milliseconds = 5, string? denied = null)
    {
        _clock.Pass(milliseconds);
        Stage(JournalDirection.ServerToClient, JournalKind.Response, $$"""{"jsonrpc":"2.0","id":{{id}},"{{outcome}}":{{json}} }""", id.ToString(), latency: (long)(milliseconds * 1000), denied: denied);
    }

    public void Denied(string tool, string arguments, string reason)
    {
        var id = ++_id;
        Stage(JournalDirection.ClientToServer, JournalKind.Request, $$"""{"jsonrpc":"2.0","id":{{id}},"params":{"name":"{{tool}}","arguments":{{arguments}} },"method":"tools/call"}""", id.ToString(), "tools/call", tool, denied: reason);
    }

    public void Line(JournalDirection direction, ReadOnlySpan<byte> line)
    {
        _clock.Pass(0.3);
        _journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = direction == JournalDirection.Stderr ? JournalKind.Text : JournalKind.Invalid,
            Verdict = direction == JournalDirection.Stray ? JournalVerdict.Withhold : JournalVerdict.Forward,
            Reason = direction == JournalDirection.Stray ? "MB3001" : null,
            Frame = line,
            WireBytes = line.Length,
        });
        _journal.Commit();
    }

    /// <summary>A frame that is recorded as <c>raw</c>, as one that is nested too deep or no UTF-8.</summary>
    public void RawFrame(ReadOnlySpan<byte> frame)
    {
        _journal.Stage(new JournalEntry { Direction = JournalDirection.ServerToClient, Kind = JournalKind.Invalid, Verdict = JournalVerdict.Deny, Reason = "MB3002", Frame = frame, WireBytes = frame.Length });
        _journal.Commit();
    }

    public void Notification(string method, string parameters) =>
        Stage(JournalDirection.ServerToClient, JournalKind.Notification, $$"""{"jsonrpc":"2.0","method":{{Quoted(method)}},"params":{{parameters}} }""", "", method);

    public void Seal() => _journal.Seal();

    public void Dispose() => _journal.Dispose();

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private void Request(string method, string parameters, int id, string? tool)
    {
        _clock.Pass(1);
        Stage(JournalDirection.ClientToServer, JournalKind.Request, $$"""{"jsonrpc":"2.0","id":{{id}},"method":{{Quoted(method)}},"params":{{parameters}} }""", id.ToString(), method, tool);
    }

    private void Stage(JournalDirection direction, JournalKind kind, string frame, string id, string? method = null, string? tool = null, long latency = -1, string? denied = null)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        _journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = kind,
            Verdict = denied is null ? JournalVerdict.Forward : JournalVerdict.Deny,
            Reason = denied,
            Frame = bytes,
            Embeddable = true,
            Id = Encoding.UTF8.GetBytes(id),
            Method = method is null ? [] : Encoding.UTF8.GetBytes(Quoted(method)),
            Tool = tool is null ? [] : Encoding.UTF8.GetBytes(Quoted(tool)),
            LatencyMicroseconds = latency,
            WireBytes = bytes.Length,
        });
        _journal.Commit();
    }

    private sealed class Clock(int minute) : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 9, minute, 0, TimeSpan.Zero);
        private long _nanoseconds;

        public override long TimestampFrequency => 1_000_000_000;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _nanoseconds;

        public void Pass(double milliseconds)
        {
            _now = _now.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
            _nanoseconds += (long)(milliseconds * 1_000_000);
        }
    }
}
