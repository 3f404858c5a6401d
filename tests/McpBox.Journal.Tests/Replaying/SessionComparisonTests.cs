using System.Runtime.Versioning;
using McpBox.Journal.Replaying;
using McpBox.Journal.Tests.Reviewing;

namespace McpBox.Journal.Tests.Replaying;

[UnsupportedOSPlatform("windows")]
public sealed class SessionComparisonTests : IDisposable
{
    private const string Uuid = "6f1d3b1e-3f4b-4c5d-9a6b-1c2d3e4f5a6b";

    private readonly ScratchFolder _folder = new();
    private int _sessions;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a":1,"b":[true,null]}""", """{ "b" : [ true, null ], "a" : 1 }""")]
    [InlineData("""{"a":1.50}""", """{"a":1.5}""")]
    [InlineData("""{"a":1e2}""", """{"a":100}""")]
    [InlineData("""{"a":"\u00e9\/"}""", """{"a":"é/"}""")]
    public void Answers_that_mean_the_same_are_the_same(string before, string after)
    {
        var message = Assert.Single(Compare(Answered(before), Answered(after), ReplayRules.None));
        Assert.Equal((ReplayOutcome.Same, false), (message.Outcome, message.ByRules));
    }

    [Theory]
    [InlineData("""{"a":12345678901234567890}""", """{"a":12345678901234567891}""")]
    [InlineData("""{"a":0.1000000000000000000001}""", """{"a":0.1}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1}""", """{"a":1,"a":1}""")]
    [InlineData("""{"a":"x "}""", """{"a":"x"}""")]
    public void Answers_that_mean_something_else_differ_by_any_rules(string before, string after) =>
        Assert.Equal(ReplayOutcome.Differs, Assert.Single(Compare(Answered(before), Answered(after), ReplayRules.All)).Outcome);

    [Fact]
    public void What_the_rules_cover_is_the_same_and_said_to_be_so()
    {
        var (before, after) = (Answered($$"""{"id":"{{Uuid}}","text":"at 2026-11-20T09:00:00Z","elapsed_ms":3}"""), Answered($$"""{"id":"{{Uuid.Replace('6', '7')}}","text":"at 2026-11-21T09:00:00Z","elapsed_ms":12}"""));
        var message = Assert.Single(Compare(before, after, ReplayRules.All));
        Assert.Equal((ReplayOutcome.Same, true), (message.Outcome, message.ByRules));
        Assert.Equal(ReplayOutcome.Differs, Assert.Single(Compare(before, after, ReplayRules.Ids)).Outcome);
    }

    [Fact]
    public void The_diff_shows_what_changed_and_nothing_that_the_rules_cover()
    {
        var message = Assert.Single(Compare(
            Answered($$"""{"description":"one\ntwo\nthree","id":"{{Uuid}}"}"""), Answered($$"""{"description":"one\n2\nthree","id":"{{Uuid.Replace('6', '7')}}"}"""), ReplayRules.All));
        Assert.Equal(ReplayOutcome.Differs, message.Outcome);
        Assert.Equal(["-      two\\n", "+      2\\n"], message.Diff().Where(line => line[0] is '-' or '+'));
        Assert.Equal("1", message.Id);
    }

    [Fact]
    public void A_missing_and_an_unexpected_answer_are_told()
    {
        var (answered, silent) = (Told(dialogue => dialogue.Ask("1").Answer("1")), Told(dialogue => dialogue.Ask("1")));
        Assert.Equal(ReplayOutcome.Missing, Assert.Single(Compare(answered, silent)).Outcome);
        Assert.Equal(ReplayOutcome.Unexpected, Assert.Single(Compare(silent, answered)).Outcome);
        Assert.Equal(ReplayOutcome.Missing, Assert.Single(Compare(answered, Told(_ => { }))).Outcome);
        Assert.Equal(ReplayOutcome.Same, Assert.Single(Compare(silent, silent)).Outcome);
    }

    [Fact]
    public void The_server_s_own_messages_are_compared_by_method_in_their_order()
    {
        var before = Told(dialogue => Log(Log(Ping(dialogue, "1"), "a"), "b"));
        var after = Told(dialogue => Log(Ping(Log(dialogue, "a"), "2"), "c"));
        var found = Compare(before, after).Select(message => (message.Kind, message.Number, message.Outcome)).ToList();
        Assert.Equal(
            [(ReplayedKind.Request, 1, ReplayOutcome.Same), (ReplayedKind.Notification, 1, ReplayOutcome.Same), (ReplayedKind.Notification, 2, ReplayOutcome.Differs)],
            found);
        Assert.Equal(ReplayOutcome.Differs, Compare(before, after, ReplayRules.None)[0].Outcome);
        Assert.Equal(ReplayOutcome.Unexpected, Compare(Told(_ => { }), after)[^1].Outcome);
        Assert.Equal(ReplayOutcome.Missing, Compare(after, Told(_ => { }))[^1].Outcome);
    }

    [Fact]
    public void Order_of_answers_is_not_compared_and_stray_lines_are_not()
    {
        var before = Told(dialogue => dialogue.Ask("1").Ask("2").Answer("1").Answer("2").Line(JournalDirection.Stray, "a"));
        var after = Told(dialogue => dialogue.Ask("1").Ask("2").Answer("2").Answer("1").Line(JournalDirection.Stderr, "b"));
        Assert.All(Compare(before, after), message => Assert.Equal(ReplayOutcome.Same, message.Outcome));
    }

    [Fact]
    public void Markers_of_the_same_rule_are_the_same_secret()
    {
        var (before, after) = (Answered("""{"k":"[redacted:api-key:0011]"}"""), Answered("""{"k":"[redacted:api-key:2233]"}"""));
        Assert.Equal(ReplayOutcome.Same, Assert.Single(Compare(before, after)).Outcome);
        Assert.Equal(ReplayOutcome.Differs, Assert.Single(Compare(before, after, ReplayRules.None)).Outcome);
        Assert.Equal(ReplayOutcome.Differs, Assert.Single(Compare(before, Answered("""{"k":"[redacted:other:0011]"}"""))).Outcome);
    }

    [Fact]
    public void How_the_server_ended_is_compared_unless_somebody_stopped_it()
    {
        static Dialogue End(Dialogue dialogue, string end, int code) => dialogue.Event("exit", $$"""{"end":"{{end}}","code":{{code}},"oom":false}""");
        Assert.Equal(ReplayOutcome.Same, Assert.Single(Compare(Told(d => End(d, "client-closed", 0)), Told(d => End(d, "server-ended", 0)))).Outcome);
        Assert.Equal(ReplayOutcome.Differs, Assert.Single(Compare(Told(d => End(d, "client-closed", 0)), Told(d => End(d, "server-ended", 3)))).Outcome);
        Assert.Empty(Compare(Told(d => End(d, "interrupted", 0)), Told(d => End(d, "server-ended", 3))));
    }

    [Fact]
    public void Messages_that_no_parser_would_read_are_compared_by_their_bytes()
    {
        var deep = new string('[', 300) + new string(']', 300);
        Assert.Equal(ReplayOutcome.Same, Assert.Single(Compare(Answered(deep), Answered(deep))).Outcome);
        var message = Assert.Single(Compare(Answered(deep), Answered($"[{deep}]")));
        Assert.Equal(ReplayOutcome.Differs, message.Outcome);
        Assert.NotEmpty(message.Diff());
        Assert.Equal(ReplayOutcome.Differs, Assert.Single(Compare(Answered("\"\\ud800\""), Answered("\"\\ud801\""))).Outcome);
    }

    [Fact]
    public void A_difference_in_a_huge_answer_is_told_and_not_shown()
    {
        var huge = new string('x', 9 << 20);
        var message = Assert.Single(Compare(Answered($"\"{huge}\""), Answered($"\"{huge}y\"")));
        Assert.Equal(ReplayOutcome.Differs, message.Outcome);
        Assert.StartsWith("too large to be shown", Assert.Single(message.Diff()), StringComparison.Ordinal);
    }

    [Fact]
    public void Lineage_tells_what_changed_and_not_what_always_does()
    {
        const string Manifest = """{"session":"a1b2c3d4","server":"files","argv":["node","x.js"],"pid":1,"client":{"pid":2},"plan_sha256":"aa","plan":{"limits":{"memory":1},"mounts":[{"source":"/a","target":"/a"}]},"engine":{"name":"bubblewrap","facts":{"cgroup":"mcpbox-a1b2c3d4"}}}""";
        var changed = Manifest.Replace("\"memory\":1", "\"memory\":2", StringComparison.Ordinal).Replace("[{\"source\"", "[{\"source\":\"/new\",\"target\":\"/new\"},{\"source\"", StringComparison.Ordinal).Replace("\"pid\":1", "\"pid\":9", StringComparison.Ordinal);
        var lineage = new Lineage(Told(_ => { }, Manifest), Told(_ => { }, changed));
        Assert.Equal(
            [("plan.limits.memory", "1", "2"), ("plan.mounts[/new].source", null, "/new"), ("plan.mounts[/new].target", null, "/new")],
            lineage.Changes().Select(change => (change.Path, change.Recorded, change.Replayed)));
        Assert.Contains(lineage.Facts(), fact => fact == new LineageChange("argv", "[\"node\",\"x.js\"]", "[\"node\",\"x.js\"]"));
    }

    [Fact]
    public void Lineage_names_another_package_lock_and_another_image_and_says_them_when_they_are_the_same()
    {
        const string Manifest = """{"session":"a1b2c3d4","server":"files","package":{"spec":"npm:x@1","version":"1.0.0","key":"aa","tree":"bb"},"plan":{"image":{"digest":"sha256:11","id":"sha256:22"}}}""";
        var changed = Manifest.Replace("\"tree\":\"bb\"", "\"tree\":\"cc\"", StringComparison.Ordinal).Replace("sha256:11", "sha256:33", StringComparison.Ordinal);
        var lineage = new Lineage(Told(_ => { }, Manifest), Told(_ => { }, changed));
        Assert.Equal(
            [("package.tree", "bb", "cc"), ("plan.image.digest", "sha256:11", "sha256:33")],
            lineage.Changes().Select(change => (change.Path, change.Recorded, change.Replayed)));
        Assert.Equal(
            ["package.key", "package.spec", "package.tree", "package.version", "plan.image.digest", "plan.image.id"],
            lineage.Facts().Select(fact => fact.Path).Where(path => path.StartsWith('p')).Take(6));
    }

    private static Dialogue Log(Dialogue dialogue, string text) =>
        dialogue.Server($$"""{"jsonrpc":"2.0","method":"notifications/message","params":["{{text}}"]}""", JournalKind.Notification, method: "\"notifications/message\"");

    private static Dialogue Ping(Dialogue dialogue, string id) =>
        dialogue.Server($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""", JournalKind.Request, id, "\"ping\"");

    private static List<ComparedMessage> Compare(Transcript before, Transcript after, ReplayRules rules = ReplayRules.All) => [.. new SessionComparison(before, after, rules).Messages()];

    private Transcript Answered(string result) => Told(dialogue => dialogue.Ask("1").Answer("1", $"\"result\":{result}"));

    private Transcript Told(Action<Dialogue> tell, string manifest = """{"server":"files"}""")
    {
        using var dialogue = new Dialogue(Directory.CreateDirectory(Path.Combine(_folder.Path, $"{_sessions++}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName, manifest);
        tell(dialogue);
        return Transcript.ReadToCompare(dialogue.End());
    }
}
