using System.Globalization;
using System.Text;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log;

/// <summary>Turns records into lines for people: offset, arrow, kind, what, id, size, latency, verdict and a piece of the body.</summary>
internal sealed class Timeline(LogScreen screen, bool full)
{
    private const int PreviewLength = 72;
    private const int NameLength = 64;
    private const string NoRequest = "(no request)";

    // Enough for any session that answers; a journal of nothing but unanswered requests must not fill our memory.
    private const int MostPending = 65_536;

    private readonly Dictionary<string, string> _pending = [];
    private long? _start;

    /// <summary>Requests that had no answer so far, as <c>→ id=3 tools/call slow</c>.</summary>
    public IEnumerable<string> Unanswered => _pending.Select(static pair => $"{pair.Key} {pair.Value}");

    /// <summary>Takes the record into the pairing, and prints it unless it is <paramref name="quiet"/>.</summary>
    /// <param name="call">Its call where that is known otherwise: the request may not have come by here.</param>
    public void Add(in JournalRecord record, bool quiet, JournalCall? call = null)
    {
        _start ??= record.Monotonic;
        var name = Pair(record);
        if (name == NoRequest && call is not null)
            name = VisibleText.Of($"{call.Method} {call.Tool}".TrimEnd());
        if (!quiet)
            screen.WriteLine(LineOf(record, name, _start.GetValueOrDefault(), full), PaintOf(record));
    }

    public void AddUnreadable(int length) => screen.WriteLine(UnreadableLine(length), LogScreen.Red);

    public static string UnreadableLine(int length) => $"{"",12}  ?  not a record ({length} bytes)";

    /// <summary>The record's line: of a peer's text nothing that a terminal would obey.</summary>
    /// <param name="start">The monotonic clock of the session's first record.</param>
    public static string LineOf(in JournalRecord record, string name, long start, bool full)
    {
        var line = new StringBuilder();
        if (DownstreamLine.Of(record) is { } downstream)
        {
            line.Append(CultureInfo.InvariantCulture, $"{(record.Monotonic - start) / 1e9,12:F6}  {ArrowOf(record)}  {downstream.Kind,-12}");
            Append(line, downstream.Text);
            return full ? AppendBody(line, record) : line.ToString();
        }

        line.Append(CultureInfo.InvariantCulture, $"{(record.Monotonic - start) / 1e9,12:F6}  {ArrowOf(record)}  {VisibleText.Of(record.Kind, NameLength),-12}");
        Append(line, name);
        if (!record.Id.IsEmpty)
            Append(line, $"id={VisibleText.Of(record.Id, NameLength)}");
        if (record.Bytes >= 0)
            Append(line, Size(record.Bytes));
        if (record.LatencyMicroseconds >= 0)
            Append(line, string.Create(CultureInfo.InvariantCulture, $"{record.LatencyMicroseconds / 1000.0:F1} ms"));
        Append(line, MarkOf(record));
        if (full)
            return AppendBody(line, record);
        Append(line, VisibleText.Of(record.BodyBytes(4 * PreviewLength), PreviewLength));
        return line.ToString();
    }

    private static string AppendBody(StringBuilder line, in JournalRecord record) =>
        line.Append("\n              ").Append(VisibleText.Of(record.BodyBytes())).ToString();

    private static void Append(StringBuilder line, string text)
    {
        if (text.Length > 0)
            line.Append("  ").Append(text);
    }

    /// <summary>What the record is about: its own method and tool, or those of the request that it answers.</summary>
    private string Pair(in JournalRecord record)
    {
        var own = OwnName(record);
        if (record.Id.IsEmpty || record.Id.Length > NameLength)
            return own;

        var fromClient = record.Direction.SequenceEqual("c2s"u8);
        var id = $"id={VisibleText.Of(record.Id)}";
        if (record.Kind.SequenceEqual("request"u8))
        {
            if (_pending.Count < MostPending)
                _pending[$"{(fromClient ? '→' : '←')} {id}"] = own;
            return own;
        }

        if (!record.Kind.SequenceEqual("response"u8))
            return own;
        return _pending.Remove($"{(fromClient ? '←' : '→')} {id}", out var asked) ? asked : NoRequest;
    }

    /// <summary>The record's own method and tool.</summary>
    public static string OwnName(in JournalRecord record) => $"{Name(record.Method)} {Name(record.Tool)}".Trim();

    private static string Name(ReadOnlySpan<byte> token) => VisibleText.Of(token.Length > 2 ? token[1..^1] : [], NameLength);

    public static char ArrowOf(in JournalRecord record) => record.Direction switch
    {
        var word when word.SequenceEqual("c2s"u8) => '→',
        var word when word.SequenceEqual("s2c"u8) => '←',
        var word when word.SequenceEqual("stderr"u8) => '!',
        _ when DownstreamLine.IsConnection(record) => DownstreamLine.Reached,
        _ when DownstreamLine.IsRefusal(record) => DownstreamLine.Refused,
        var word when word.SequenceEqual("event"u8) => '*',
        _ => '?',
    };

    private static string MarkOf(in JournalRecord record)
    {
        var mark = record.Verdict switch
        {
            var word when word.SequenceEqual("deny"u8) => "DENIED",
            var word when word.SequenceEqual("withhold"u8) => "WITHHELD",
            var word when word.SequenceEqual("synthetic"u8) => "SYNTHETIC",
            _ => "",
        };
        if (record.Direction.SequenceEqual("stray"u8))
            mark = $"STRAY {mark}";
        return $"{mark} {VisibleText.Of(record.Reason, NameLength)}".Trim();
    }

    public static string? PaintOf(in JournalRecord record) => record.Verdict switch
    {
        var word when word.SequenceEqual("deny"u8) => LogScreen.Red,
        var word when word.SequenceEqual("withhold"u8) || word.SequenceEqual("synthetic"u8) => LogScreen.Yellow,
        _ when DownstreamLine.IsRefusal(record) => LogScreen.Red,
        _ => record.Direction.SequenceEqual("stderr"u8) ? LogScreen.Dim : null,
    };

    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
    };
}
