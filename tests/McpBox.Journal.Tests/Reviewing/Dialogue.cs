using System.Text;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Tests.Reviewing;

/// <summary>A session of the real writer, told in frames; the kinds, ids and names are those that the relay would find in them.</summary>
internal sealed class Dialogue : IDisposable
{
    private readonly JournalWriter _journal;
    private readonly StepTime _time = new();

    public Dialogue(string root, string manifest = """{"server":"files"}""")
    {
        _journal = JournalWriter.Create(root, "files", Samples.Session, _time);
        _journal.StageEvent("manifest", Encoding.UTF8.GetBytes(manifest));
    }

    public string Path => _journal.Path;

    public void Dispose() => _journal.Dispose();

    public Dialogue Client(string frame, JournalKind kind, string id = "", string method = "", string tool = "", JournalVerdict verdict = JournalVerdict.Forward, string? reason = null, long latency = -1) =>
        Frame(JournalDirection.ClientToServer, frame, kind, id, method, tool, verdict, reason, latency);

    public Dialogue Server(string frame, JournalKind kind, string id = "", string method = "", JournalVerdict verdict = JournalVerdict.Forward, string? reason = null, long latency = -1) =>
        Frame(JournalDirection.ServerToClient, frame, kind, id, method, "", verdict, reason, latency);

    /// <summary>A request of the client.</summary>
    public Dialogue Ask(string id, string method = "ping", string rest = "") =>
        Client($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"{{rest}}}""", JournalKind.Request, id, $"\"{method}\"");

    /// <summary>A call of a tool with arguments.</summary>
    public Dialogue Call(string id, string tool, string arguments = "{}", JournalVerdict verdict = JournalVerdict.Forward, string? reason = null) =>
        Client($$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}} }}""", JournalKind.Request, id, "\"tools/call\"", $"\"{tool}\"", verdict, reason);

    /// <summary>The server's answer.</summary>
    public Dialogue Answer(string id, string outcome = "\"result\":{}", long latency = 1000, JournalVerdict verdict = JournalVerdict.Forward, string? reason = null) =>
        Server($$"""{"jsonrpc":"2.0","id":{{id}},{{outcome}}}""", JournalKind.Response, id, verdict: verdict, reason: reason, latency: latency);

    public Dialogue Line(JournalDirection direction, string text)
    {
        _journal.Stage(Samples.Line(direction, Encoding.UTF8.GetBytes(text)));
        return this;
    }

    public Dialogue Event(string kind, string data)
    {
        _journal.StageEvent(kind, Encoding.UTF8.GetBytes(data));
        return this;
    }

    /// <summary>All calls of what was said so far.</summary>
    public List<JournalCall> Calls(CallParts parts = CallParts.None) => Review(parts).Calls;

    public (List<JournalCall> Calls, ReviewTotals Totals) Review(CallParts parts = CallParts.None)
    {
        _journal.Commit();
        using var review = SessionReview.Open(Path, parts);
        return (review.Calls().ToList(), review.Totals);
    }

    /// <summary>Seals it.</summary>
    public string End()
    {
        _journal.Seal();
        return Path;
    }

    private Dialogue Frame(JournalDirection direction, string frame, JournalKind kind, string id, string method, string tool, JournalVerdict verdict, string? reason, long latency)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        _journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = kind,
            Verdict = verdict,
            Reason = reason,
            Frame = bytes,
            Embeddable = kind != JournalKind.Invalid,
            Id = Encoding.UTF8.GetBytes(id),
            Method = Encoding.UTF8.GetBytes(method),
            Tool = Encoding.UTF8.GetBytes(tool),
            LatencyMicroseconds = latency,
            WireBytes = bytes.Length,
        });
        return this;
    }

    /// <summary>A clock that moves by a second with each record, wall and monotonic alike.</summary>
    private sealed class StepTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => 1_000_000_000;

        public override DateTimeOffset GetUtcNow() => _now = _now.AddSeconds(1);

        public override long GetTimestamp() => _ticks += 1_000_000_000;
    }
}
