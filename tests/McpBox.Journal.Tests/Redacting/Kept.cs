using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>What a real journal keeps of one entry.</summary>
internal sealed partial record Kept(string Line, string Body, long Redacted, string Form, string Hash, string Id, string Method, string Tool)
{
    public static readonly byte[] HashKey = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    /// <summary>The body with each marker's hash left out: <c>[redacted:key]</c>.</summary>
    public string Shown => Hashes().Replace(Body, "[redacted:$1]");

    public static RedactionRules Rules { get; } = new() { HashKey = HashKey };

    /// <summary>A frame that is JSON, with its id, method and tool where the tests give them.</summary>
    public static Kept Frame(string frame, RedactionRules? rules = null, string id = "", string method = "", string tool = "") =>
        Frame(Encoding.UTF8.GetBytes(frame), rules, id, method, tool);

    public static Kept Frame(byte[] frame, RedactionRules? rules = null, string id = "", string method = "", string tool = "")
    {
        using var json = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = 512 });
        return Stage(rules, new JournalEntry
        {
            Direction = JournalDirection.ServerToClient,
            Kind = JournalKind.Response,
            Verdict = JournalVerdict.Forward,
            Frame = frame,
            Embeddable = true,
            Id = Part(frame, id),
            Method = Part(frame, method),
            Tool = Part(frame, tool),
            WireBytes = frame.Length,
        });
    }

    /// <summary>A line of text; the body is decoded.</summary>
    public static Kept Text(string text, RedactionRules? rules = null, JournalDirection direction = JournalDirection.Stderr) =>
        Text(Encoding.UTF8.GetBytes(text), rules, direction);

    public static Kept Text(byte[] text, RedactionRules? rules = null, JournalDirection direction = JournalDirection.Stderr) => Stage(rules, Samples.Line(direction, text));

    public static Kept Event(string data, RedactionRules? rules = null)
    {
        using var scratch = new ScratchFolder();
        using var journal = Create(scratch.Path, rules);
        journal.StageEvent("manifest", Encoding.UTF8.GetBytes(data));
        journal.Commit();
        return Read(journal.Path);
    }

    public static JournalWriter Create(string root, RedactionRules? rules) =>
        JournalWriter.Create(root, "files", Samples.Session, new FixedTime(), new JournalOptions { Redactor = new FrameRedactor(rules ?? Rules) });

    private static Kept Stage(RedactionRules? rules, in JournalEntry entry)
    {
        using var scratch = new ScratchFolder();
        using var journal = Create(scratch.Path, rules);
        journal.Stage(entry);
        journal.Commit();
        return Read(journal.Path);
    }

    private static Kept Read(string path)
    {
        var line = Samples.Lines(path)[^1];
        Assert.True(JournalRecord.TryParse(Encoding.UTF8.GetBytes(line), out var record));
        JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 512 }).Dispose();
        return new Kept(
            line, Encoding.UTF8.GetString(record.BodyBytes()), Math.Max(record.Redacted, 0), Encoding.UTF8.GetString(record.Form), Encoding.UTF8.GetString(record.WireHash),
            Encoding.UTF8.GetString(record.Id), Encoding.UTF8.GetString(record.Method), Encoding.UTF8.GetString(record.Tool));
    }

    private static ReadOnlySpan<byte> Part(byte[] frame, string token)
    {
        var at = token.Length == 0 ? -1 : frame.AsSpan().IndexOf(Encoding.UTF8.GetBytes(token));
        return at < 0 ? default : frame.AsSpan(at, Encoding.UTF8.GetByteCount(token));
    }

    [GeneratedRegex(@"\[redacted:([a-z0-9-]+):[0-9a-f]{16}\]", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Hashes();
}
