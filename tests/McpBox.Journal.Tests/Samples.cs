using System.Text;

namespace McpBox.Journal.Tests;

internal static class Samples
{
    public const string Session = "a1b2c3d4";

    public static JournalWriter Create(string root, string server = "files") => JournalWriter.Create(root, server, Session, new FixedTime());

    public static JournalEntry Request(ReadOnlySpan<byte> frame) => new()
    {
        Direction = JournalDirection.ClientToServer,
        Kind = JournalKind.Request,
        Verdict = JournalVerdict.Forward,
        Frame = frame,
        Embeddable = true,
        WireBytes = frame.Length,
    };

    public static JournalEntry Line(JournalDirection direction, ReadOnlySpan<byte> line) => new()
    {
        Direction = direction,
        Kind = direction == JournalDirection.Stderr ? JournalKind.Text : JournalKind.Invalid,
        Verdict = direction == JournalDirection.Stray ? JournalVerdict.Withhold : JournalVerdict.Forward,
        Frame = line,
        WireBytes = line.Length,
    };

    /// <summary>A whole small session: every direction, every form of body.</summary>
    public static string WriteSession(string root, bool seal = true)
    {
        using var journal = Create(root);
        journal.StageEvent("manifest", """{"server":"files","argv":["node","x.js"]}"""u8);
        journal.Stage(new JournalEntry
        {
            Direction = JournalDirection.ClientToServer,
            Kind = JournalKind.Request,
            Verdict = JournalVerdict.Forward,
            Frame = """{"jsonrpc":"2.0", "id":1,"method":"tools/call","params":{"name":"read \u00e9","x":1e400}}"""u8,
            Embeddable = true,
            Id = "1"u8,
            Method = "\"tools/call\""u8,
            Tool = "\"read \\u00e9\""u8,
            WireBytes = 89,
        });
        journal.Commit();
        journal.Stage(Line(JournalDirection.Stray, "\u001b[31mbanner"u8));
        journal.Stage(Line(JournalDirection.Stderr, [0xff, 0xfe, 0x41]));
        journal.Stage(new JournalEntry
        {
            Direction = JournalDirection.ServerToClient,
            Kind = JournalKind.Response,
            Verdict = JournalVerdict.Deny,
            Reason = "MB3007",
            Frame = """{"jsonrpc":"2.0","id":1,"result":{}}"""u8,
            Embeddable = true,
            End = FrameEnd.CrLf,
            Id = "1"u8,
            LatencyMicroseconds = 42,
            WireBytes = 36,
        });
        journal.Commit();
        if (seal)
            journal.Seal();
        return journal.Path;
    }

    /// <summary>A line's hash as the next one has it in <c>prev</c>.</summary>
    public static string HashOf(string line) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(line))).ToLowerInvariant();

    public static string[] Lines(string path) => Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
