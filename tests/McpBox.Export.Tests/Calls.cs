using McpBox.Journal.Reviewing;

namespace McpBox.Export.Tests;

/// <summary>Calls as a journal gives them, and as a hostile one does.</summary>
internal static class Calls
{
    /// <summary>2026-11-20T09:00:00.123456700Z</summary>
    public const long Start = 1_795_165_200_123_456_700;

    public static ExportedCall Read(long sequence = 3) => new()
    {
        Session = "a1b2c3d4",
        Sequence = sequence,
        Start = Start,
        Latency = 1250,
        Server = "files",
        Profile = "strict",
        Client = "claude-code",
        ClientVersion = "2.1.0",
        User = "ada",
        Host = "desk",
        Recorder = "0.1.0",
        RequestId = "2",
        Method = "tools/call",
        Tool = "read_file",
        Outcome = CallOutcome.Ok,
        Verdict = "forward",
        RequestBytes = 91,
        ResponseBytes = 36,
        ArgumentsSha256 = new string('a', 64),
        ResultSha256 = new string('b', 64),
    };

    public static ExportedCall Denied(long sequence = 7) => Read(sequence) with
    {
        Tool = "delete_all",
        Outcome = CallOutcome.Denied,
        Verdict = "deny",
        Rule = "MB3009",
        Latency = -1,
        ResponseBytes = -1,
        ResultSha256 = null,
    };

    public static ExportedCall Failed(long sequence = 9) => Read(sequence) with
    {
        Outcome = CallOutcome.Error,
        ErrorCode = -32602,
        ErrorMessage = "no such file",
        ResultSha256 = null,
    };

    /// <summary>A call whose server reached a host and was refused another one, five times.</summary>
    public static ExportedCall Reached(string refused) => Read() with
    {
        Downstream = new ExportedDownstream(
            [new ExportedConnection(Start + 1000, "api.example.com", 443, "93.184.216.34", "api.example.com:443", 1200, 40_000, 120_000)],
            [new ExportedRefusal(Start + 2000, refused, -1, "MB7101", 5)],
            1,
            5),
    };

    /// <summary>Everything that a stranger names at once.</summary>
    public static ExportedCall Hostile(string name) => Failed(11) with
    {
        Tool = name,
        Method = name,
        Client = name,
        ClientVersion = name,
        Server = name,
        User = name,
        Host = name,
        Profile = name,
        Rule = name,
        Verdict = name,
        RequestId = name,
        ErrorMessage = name,
        Downstream = new ExportedDownstream([new ExportedConnection(0, name, 1, name, name, -1, -1, -1)], [new ExportedRefusal(0, name, -1, name, 1)], 9, 9),
    };

    /// <summary>Names that break out of one format or another.</summary>
    public static TheoryData<string> HostileNames =>
    [
        "a\nb", "a\r\n<13>1 2026-11-20T09:00:00Z evil mcpbox - - - forged", "\"] [forged@1 x=\"y\"", "back\\slash\\", "]", "\"", "a\0b", "\u001b[31mred", "\u2028\u2029",
        "=HYPERLINK(\"http://evil\",\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", "a,b", "</script><script>", "}\n{\"class_uid\":6003}",
        "é\u202Egnp.exe", "\U0001F600", "%s%n", "12 <13>1 - - - - - -", "",
    ];
}
