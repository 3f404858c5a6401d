using System.Text.Json;
using System.Xml.Linq;
using McpBox.Cli.Log;
using McpBox.Cli.Replay;
using McpBox.Cli.Tests.Log;
using McpBox.Journal;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Tests.Replay;

/// <summary>Reports about a server that would like to write them itself.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Hostile = "]]></failure>\\u001b[2J\\u0000\\u202e\\ufffe<&'\\\" ";

    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void JUnit_has_a_case_for_each_call_and_no_character_that_XML_forbids()
    {
        var (exit, _) = Write(arguments => arguments with { JUnit = Path.Combine(_bench.Root, "junit.xml") });
        Assert.Equal(1, exit);
        var suite = XDocument.Load(Path.Combine(_bench.Root, "junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("3", "2", "0"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        var cases = suite.Elements("testcase").ToList();
        Assert.Equal(["ping (id 1)", "tools/call \\u{1B}[2J<tool> (id 2)", "notification notifications/message (no. 1)"], cases.Select(one => one.Attribute("name")!.Value));
        Assert.Null(cases[0].Element("failure"));
        Assert.Contains("]]></failure>\\u001b[2J\\u0000\\u{202E}\\u{FFFE}<&'", cases[1].Element("failure")!.Value, StringComparison.Ordinal);
        Assert.Equal("missing", cases[2].Element("failure")!.Attribute("type")!.Value);
    }

    [Fact]
    public void Sarif_has_what_its_schema_demands()
    {
        Write(arguments => arguments with { Sarif = Path.Combine(_bench.Root, "out.sarif") });
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_bench.Root, "out.sarif")));
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        var run = document.RootElement.GetProperty("runs")[0];
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("mcpbox replay", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(2, results.Count);
        foreach (var result in results)
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            Assert.Equal("error", result.GetProperty("level").GetString());
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.InRange(place.GetProperty("region").GetProperty("startLine").GetInt64(), 1, long.MaxValue);
            Assert.True(Uri.TryCreate(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative, out _));
            Assert.DoesNotContain('\u001b', result.GetProperty("message").GetProperty("text").GetString()!);
        }
    }

    [Fact]
    public void The_screen_shows_the_diff_and_nothing_that_a_terminal_obeys()
    {
        var (_, text) = Write(static arguments => arguments);
        Assert.Contains("tools/call \\u{1B}[2J<tool> (id 2) differs\n--- recorded (record 4)\n+++ replayed (record 4)\n@@ ", text, StringComparison.Ordinal);
        Assert.EndsWith("1 same, 1 differs, 1 missing, 0 unexpected\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u202e' or '\0');
    }

    [Fact]
    public void Json_is_an_object_for_each_difference_and_one_that_sums_up()
    {
        var (_, text) = Write(static arguments => arguments with { Json = true });
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["differs", "missing"], lines.SkipLast(1).Select(line => line.GetProperty("outcome").GetString()));
        Assert.Equal(
            ("summary", 1, 1, 1, 0),
            (lines[^1].GetProperty("type").GetString(), lines[^1].GetProperty("same").GetInt32(), lines[^1].GetProperty("differs").GetInt32(),
                lines[^1].GetProperty("missing").GetInt32(), lines[^1].GetProperty("unexpected").GetInt32()));
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_refused_and_no_half_one_is_left()
    {
        var path = Path.Combine(_bench.Root, "nowhere", "junit.xml");
        Assert.Equal("MB4707", Assert.Throws<JournalException>(() => Write(arguments => arguments with { JUnit = path })).Code);
    }

    private (int Exit, string Text) Write(Func<ReplayArguments, ReplayArguments> with)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var result = new ReplayResult("2026/11/20/a b.jsonl", Session("aa01", 1, Hostile, notifies: true), Session("bb02", 2, "fine", notifies: false), null);
        var arguments = with(new ReplayArguments("aa01", ReplayRules.All, TimeSpan.FromSeconds(1), Json: false, []));
        return (new ReplayOutputs(arguments, new LogScreen(output, error, Colour: false)).Write(result), output.ToString());
    }

    private Transcript Session(string id, int minute, string answer, bool notifies)
    {
        using var journal = _bench.Begin(id, minute);
        LogBench.Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":1,"method":"ping"}""", "1", "\"ping\"");
        LogBench.Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, """{"jsonrpc":"2.0","id":1,"result":{}}""", "1");
        LogBench.Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"\u001b[2J<tool>"}}""", "2", "\"tools/call\"");
        LogBench.Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, $$"""{"jsonrpc":"2.0","id":2,"result":"{{answer}}"}""", "2");
        if (notifies)
            LogBench.Frame(journal, JournalDirection.ServerToClient, JournalKind.Notification, """{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"\u001b]0;x"}}""", method: "\"notifications/message\"");
        journal.Seal();
        return Transcript.ReadToCompare(journal.Path);
    }
}
