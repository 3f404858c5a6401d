using System.IO.Compression;
using System.Text.Json;

namespace McpBox.Cli.Tests.Log.Questions;

/// <summary>What reviewers ask of all sessions. Each has a call of <c>read</c> that was answered, and a denied one that was not.</summary>
public sealed class QuestionTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("read")]
    [InlineData("banner", "dir", "stray")]
    [InlineData("started", "dir", "stderr")]
    [InlineData("MB3009", null)]
    public void Grep_finds_what_was_said_in_any_direction(string text, string? name = "dir", string value = "c2s")
    {
        _bench.Record("aa01");
        var run = _bench.Run("grep", text, "--json");
        if (name is null)
        {
            // The code stands in the record's head, which nobody said.
            Assert.Equal((1, ""), (run.Exit, run.Out));
            return;
        }

        Assert.Equal(0, run.Exit);
        using var line = JsonDocument.Parse(run.Out);
        Assert.Equal(("aa01", value), (line.RootElement.GetProperty("session").GetString(), line.RootElement.GetProperty("record").GetProperty(name).GetString()));
    }

    [Fact]
    public void Grep_prints_session_time_and_call_oldest_first_and_nothing_that_drives_a_terminal()
    {
        _bench.Record("bb02", minute: 2);
        _bench.Record("aa01", minute: 1);
        Assert.Equal(
            """
            aa01:4  2026-11-20 09:01:00.006  ← response tools/call read  …nrpc":"2.0","id":1,"result":"\u001b[2J \u{202E}ok"}
            bb02:4  2026-11-20 09:02:00.006  ← response tools/call read  …nrpc":"2.0","id":1,"result":"\u001b[2J \u{202E}ok"}

            """,
            _bench.Run("grep", "ok\"").Out);
        Assert.DoesNotContain('\u001b', _bench.Run("grep", "-E", "[a-z]").Out);
    }

    [Fact]
    public void Grep_that_finds_nothing_says_so_with_its_exit_code() => Assert.Equal((1, ""), (Recorded().Run("grep", "nowhere").Exit, _bench.Run("grep", "nowhere").Out));

    [Theory]
    [InlineData(0, "grep", "jsonrpc", "--tool", "read")]
    [InlineData(1, "grep", "jsonrpc", "--tool", "write")]
    [InlineData(0, "grep", "jsonrpc", "--status", "denied")]
    [InlineData(1, "grep", "read", "--status", "denied")]
    [InlineData(1, "grep", "read", "--server", "other*")]
    [InlineData(0, "grep", "READ", "-i", "--server", "f?les", "--session", "aa")]
    [InlineData(1, "grep", "read", "--until", "2026-11-19")]
    [InlineData(1, "grep", "read", "--since", "2026-11-21")]
    [InlineData(0, "grep", "--grep", "r.ad", "--regex", "--since", "2026-11-20T09:00:00Z")]
    public void Filters_narrow_what_is_looked_at(int exit, params string[] arguments) => Assert.Equal(exit, Recorded().Run(arguments).Exit);

    [Theory]
    [InlineData("MB4402", "stats", "--since", "yesterday")]
    [InlineData("MB4402", "stats", "--slow", "1")]
    [InlineData("MB4402", "list", "--since", "2026-11-21", "--until", "2026-11-20")]
    [InlineData("MB4403", "grep")]
    [InlineData("MB4403", "grep", "a", "--grep", "b")]
    [InlineData("MB4403", "grep", "(", "-E")]
    [InlineData("MB4404", "show", "last", "--status", "bad")]
    [InlineData("MB4406", "diff", "aa01:1", "aa01:x")]
    [InlineData("MB4406", "diff", "aa01:1", "aa01:3")]
    [InlineData("MB4407", "diff", "aa01:1", "aa01")]
    public void A_question_that_means_nothing_is_refused(string code, params string[] arguments)
    {
        var run = Recorded().Run(arguments);
        Assert.StartsWith($"error: {code} ", run.Error, StringComparison.Ordinal);
        Assert.True(run.Exit >= 120);
    }

    [Fact]
    public void Stats_count_calls_outcomes_and_lines()
    {
        _bench.Record("aa01", minute: 1);
        _bench.Record("bb02", minute: 2);
        using var json = JsonDocument.Parse(_bench.Run("stats", "--json").Out);
        var all = json.RootElement;
        Assert.Equal(
            [2, 4, 2, 2, 0, 0, 2, 2, 2],
            "sessions calls ok denied error unreadable_lines stray_lines stderr_lines frames_denied".Split(' ').Select(name => all.GetProperty(name).GetInt32()));
        var row = all.GetProperty("rows").EnumerateArray().Single(row => row.TryGetProperty("tool", out var tool) && tool.GetString() == "read");
        Assert.InRange(row.GetProperty("p95_us").GetInt64(), 1485, 1515);
        Assert.Contains("tools/call read", _bench.Run("stats").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_of_a_damaged_journal_say_what_is_missing()
    {
        File.AppendAllText(_bench.Record("aa01"), "nonsense\n");
        Assert.Contains("1 lines are no records and are not counted", _bench.Run("stats").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_cannot_be_read_is_said_and_does_not_hide_the_others()
    {
        _bench.Record("aa01", minute: 1);
        var path = _bench.Record("bb02", minute: 2);
        File.Move(path, path + ".gz");
        foreach (var arguments in new[] { new[] { "stats" }, ["grep", "read"] })
        {
            var run = _bench.Run(arguments);
            Assert.Equal(124, run.Exit);
            Assert.Contains("bb02.jsonl.gz: ", run.Error, StringComparison.Ordinal);
            Assert.Contains("read", run.Out, StringComparison.Ordinal);
        }

        Assert.StartsWith("error: MB4401 ", _bench.Run("verify", "bb02").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_sessions_answer_as_before()
    {
        var path = _bench.Record("aa01");
        var questions = new[] { new[] { "show", "aa01" }, ["grep", "read"], ["stats", "--json"], ["verify", "last"] };
        var before = questions.Select(question => _bench.Run(question)).ToList();
        using (var zip = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
            zip.Write(File.ReadAllBytes(path));
        File.Delete(path);
        Assert.Equal(before, questions.Select(question => _bench.Run(question)));
    }

    [Fact]
    public void List_shows_the_sessions_that_hold_what_is_asked_for()
    {
        Recorded();
        using var quiet = _bench.Begin("bb02", minute: 5);
        Assert.Contains("bb02", _bench.Run("list").Out, StringComparison.Ordinal);
        var run = _bench.Run("list", "--status", "denied").Out;
        Assert.Contains("aa01", run, StringComparison.Ordinal);
        Assert.DoesNotContain("bb02", run, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_with_a_filter_has_both_sides_of_the_calls_that_are_meant()
    {
        var lines = Recorded().Run("show", "aa01", "--tool", "read", "--json").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["request", "response"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
    }

    [Fact]
    public void Show_calls_has_what_came_of_each()
    {
        var run = Recorded().Run("show", "aa01", "--calls");
        Assert.Contains("→ tools/call read", run.Out, StringComparison.Ordinal);
        Assert.Contains("denied", run.Out, StringComparison.Ordinal);
        Assert.Equal(["ok", "denied"], _bench.Run("show", "aa01", "--calls", "--json").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString()));
    }

    [Fact]
    public void Equal_sessions_do_not_differ_and_different_calls_are_shown_line_by_line()
    {
        _bench.Record("aa01", minute: 1);
        _bench.Record("bb02", minute: 2);
        Assert.Equal((0, "2 calls, 0 differ\n"), (_bench.Run("diff", "aa01", "bb02").Exit, _bench.Run("diff", "aa01", "bb02").Out));
        Assert.Equal((0, ""), (_bench.Run("diff", "aa01:1", "bb02:4").Exit, _bench.Run("diff", "aa01:1", "bb02:4").Out));
        var run = _bench.Run("diff", "aa01:1", "aa01:5");
        Assert.Equal(1, run.Exit);
        Assert.StartsWith("--- aa01:1\n+++ aa01:5\n@@ -1,", run.Out, StringComparison.Ordinal);
        Assert.Contains(" @@\n-tools/call read\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', run.Out);
    }

    private LogBench Recorded()
    {
        _bench.Record("aa01");
        return _bench;
    }
}
