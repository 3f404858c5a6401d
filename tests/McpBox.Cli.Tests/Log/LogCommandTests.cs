using System.Globalization;
using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Cli.Tests.Log;

public sealed class LogCommandTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void List_shows_the_newest_session_first()
    {
        _bench.Record("aa01", minute: 1);
        _bench.Record("bb02", minute: 2, seal: false);
        using var live = _bench.Begin("cc03", minute: 3);

        var run = _bench.Run("list");
        Assert.Equal(0, run.Exit);
        Assert.Equal(
            """
            SESSION           START (UTC)          SERVER                  DURATION    FRAMES  STATUS
            cc03              2026-11-20 09:03:00  files                 00:00:00.0         0  live
            bb02              2026-11-20 09:02:00  files                 00:00:00.0         3  unsealed
            aa01              2026-11-20 09:01:00  files                 00:00:00.0         3  sealed

            """,
            run.Out);
    }

    [Fact]
    public void List_as_json_is_one_object_a_session()
    {
        var path = _bench.Record("aa01");
        using var session = JsonDocument.Parse(_bench.Run("list", "--json").Out);
        Assert.Equal(
            $$"""{"session":"aa01","server":"files","start":"2026-11-20T09:00:00.001Z","duration_ms":6,"records":7,"frames":3,"status":"sealed","path":"{{path}}"}""",
            session.RootElement.GetRawText());
    }

    [Fact]
    public void List_of_nothing_says_so_and_prints_no_data()
    {
        var run = _bench.Run("list");
        Assert.Equal((0, ""), (run.Exit, run.Out));
        Assert.StartsWith("no sessions below", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_session_is_passed_over()
    {
        var path = _bench.Record("aa01");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "notes.jsonl"), "");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "20261120T090000.001Z-x.jsonl"), "");
        Assert.Equal(2, _bench.Run("list").Out.Count(static character => character == '\n'));
    }

    [Fact]
    public void Show_is_a_timeline_with_pairing_and_latency()
    {
        _bench.Record("aa01");
        var run = _bench.Run("show", "aa01");
        Assert.Equal(0, run.Exit);
        var lines = run.Out.Split('\n');
        Assert.Equal("""    0.000000  *  manifest      {"server":"files"}""", lines[0]);
        Assert.Equal("""    0.001000  →  request       tools/call read  id=1  71 B  {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"}}""", lines[1]);
        Assert.Equal("""    0.002000  ?  invalid       29 B  STRAY WITHHELD  \u{1B}]0;title\u{7} banner \u{202E}\u{2028} \u{9B}2J""", lines[2]);
        Assert.Equal("    0.003000  !  text          7 B  started", lines[3]);
        Assert.Equal("""    0.004000  ←  response      tools/call read  id=1  51 B  1.5 ms  {"jsonrpc":"2.0","id":1,"result":"\u001b[2J \u{202E}ok"}""", lines[4]);
        Assert.StartsWith("""    0.005000  →  request       evil\u202e\u{202E}  id="z"  51 B  DENIED MB3009  {"json""", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("""    0.006000  *  seal          {"records":6,""", lines[6], StringComparison.Ordinal);
        Assert.EndsWith("…", lines[6], StringComparison.Ordinal);
        Assert.Equal("""no answer: → id="z" evil\u202e\u{202E}""", lines[7]);
    }

    [Theory]
    [InlineData("show", "last")]
    [InlineData("show", "last", "--full")]
    [InlineData("tail")]
    public void Nothing_that_could_drive_a_terminal_is_printed(params string[] arguments)
    {
        _bench.Record("aa01");
        var text = _bench.Run(arguments).Out;
        Assert.Contains("banner", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, static character => character != '\n' && CharUnicodeInfo.GetUnicodeCategory(character)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator);
    }

    [Fact]
    public void Show_as_json_is_the_file_as_it_is()
    {
        var path = _bench.Record("aa01");
        Assert.Equal(File.ReadAllText(path), _bench.Run("show", "aa01", "--json").Out);
    }

    [Fact]
    public void Show_says_that_a_session_was_killed()
    {
        _bench.Record("aa01", seal: false);
        Assert.StartsWith("there is no seal", _bench.Run("show", "last").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_record_is_marked_and_the_rest_is_shown()
    {
        var path = _bench.Record("aa01");
        File.AppendAllText(path, "\u001b[31mnonsense\n");
        Assert.Contains("not a record (13 bytes)", _bench.Run("show", "last").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_is_found_by_its_id_a_unique_prefix_or_last()
    {
        _bench.Record("aa01", minute: 1);
        _bench.Record("aa0123", minute: 2);
        foreach (var name in new[] { "aa01", "aa012", "last" })
            Assert.Equal(0, _bench.Run("show", name).Exit);
    }

    [Fact]
    public void An_ambiguous_or_unknown_session_is_refused_with_the_next_step()
    {
        _bench.Record("aa01");
        _bench.Record("aa02");
        var (several, none) = (_bench.Run("show", "aa"), _bench.Run("show", "zz"));
        Assert.Equal((ExitCodes.Internal, ExitCodes.NotFound), (several.Exit, none.Exit));
        Assert.StartsWith("error: MB4102 2 sessions' ids begin with 'aa'\nhint: ", several.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: MB4101 no session's id begins with 'zz'\nhint: ", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_says_sealed_for_a_whole_session()
    {
        _bench.Record("aa01");
        var run = _bench.Run("verify", "last");
        Assert.Equal(0, run.Exit);
        Assert.StartsWith("sealed: every record is whole\nrecords checked: 7, signed: 6\nlast hash: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_names_the_edited_record_and_fails()
    {
        var path = _bench.Record("aa01");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"name\":\"read\"", "\"name\":\"list\"", StringComparison.Ordinal));
        var run = _bench.Run("verify", path);
        Assert.Equal(ExitCodes.VerificationFailed, run.Exit);
        Assert.StartsWith("edited: record 1: ", run.Out, StringComparison.Ordinal);

        using var answer = JsonDocument.Parse(_bench.Run("verify", path, "--json").Out);
        Assert.Equal("edited", answer.RootElement.GetProperty("status").GetString());
        Assert.Equal(1, answer.RootElement.GetProperty("bad_record").GetInt32());
        Assert.False(answer.RootElement.GetProperty("intact").GetBoolean());
    }

    [Fact]
    public void Verify_fails_on_a_killed_session_until_the_next_start_has_entered_its_end()
    {
        _bench.Record("aa01", seal: false);
        Assert.Equal(ExitCodes.VerificationFailed, _bench.Run("verify", "aa01").Exit);
        using var live = _bench.Begin("bb02");
        Assert.Equal(ExitCodes.Ok, _bench.Run("verify", "bb02").Exit);
        var recovered = _bench.Run("verify", "aa01");
        Assert.Equal(ExitCodes.Ok, recovered.Exit);
        Assert.StartsWith("recovered: the process was killed; 6 whole records", recovered.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_all_prints_in_the_sessions_order_whichever_was_read_first()
    {
        for (var minute = 0; minute < 20; minute++)
        {
            // The newest are the longest, so that the second to be read is ready before the first.
            using var journal = _bench.Begin($"s{minute:00}", minute);
            for (var frame = 0; frame < 20 * minute; frame++)
                LogBench.Frame(journal, JournalDirection.ClientToServer, JournalKind.Notification, """{"method":"x"}""");
            journal.Seal();
        }

        var paths = _bench.Run("verify", "--all", "--json").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => Path.GetFileName(JsonDocument.Parse(line).RootElement.GetProperty("path").GetString()!));
        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(static minute => $"20261120T09{minute:00}00.001Z-files-s{minute:00}.jsonl"), paths);
    }

    [Fact]
    public void Verify_all_names_the_session_that_was_deleted_and_the_one_that_was_edited()
    {
        File.Delete(_bench.Record("aa01"));
        var path = _bench.Record("bb02", minute: 1);
        _bench.Record("cc03", minute: 2);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"name\":\"read\"", "\"name\":\"list\"", StringComparison.Ordinal));
        var run = _bench.Run("verify", "--all");
        Assert.Equal(ExitCodes.VerificationFailed, run.Exit);
        Assert.Contains("files-aa01.jsonl: deleted: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("files-bb02.jsonl: edited: record 1: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("1 whole, 2 not; index: 6 lines, 0 problems", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_with_the_key_that_was_kept_notices_a_state_that_was_replaced_as_a_whole()
    {
        _bench.Record("aa01");
        var kept = Path.Combine(_bench.Root, "..", "kept.pem");
        File.WriteAllText(kept, _bench.Run("key").Out);
        Assert.Equal(ExitCodes.Ok, _bench.Run("verify", "--all", "--key", kept).Exit);

        Directory.Delete(_bench.Root, recursive: true);
        Directory.Delete(Path.Combine(_bench.Root, "..", "index"), recursive: true);
        Directory.Delete(Path.Combine(_bench.Root, "..", "keys"), recursive: true);
        _bench.Record("aa01");
        Assert.Equal(ExitCodes.Ok, _bench.Run("verify", "--all").Exit);
        var run = _bench.Run("verify", "aa01", "--key", kept);
        Assert.Equal(ExitCodes.VerificationFailed, run.Exit);
        Assert.Contains("index: the index does not begin with the key that was given", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_and_an_index_that_were_copied_elsewhere_are_verified_there()
    {
        var path = _bench.Record("aa01");
        var key = _bench.Run("key").Error["SHA-256: ".Length..].Trim();
        var copy = Directory.CreateTempSubdirectory("mcpbox-copied-").FullName;
        try
        {
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
            Directory.Move(Path.Combine(_bench.Root, "..", "index"), Path.Combine(copy, "index"));
            var run = _bench.Run("verify", Path.Combine(copy, Path.GetFileName(path)), "--index", Path.Combine(copy, "index"), "--key", key);
            Assert.Equal((ExitCodes.Ok, true), (run.Exit, run.Out.StartsWith("sealed: ", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public void Verify_wants_one_subject_and_a_key_that_is_one()
    {
        Assert.NotEqual(ExitCodes.Ok, _bench.Run("verify").Exit);
        Assert.NotEqual(ExitCodes.Ok, _bench.Run("verify", "--all", "last").Exit);
        _bench.Record("aa01");
        Assert.StartsWith("error: MB4203 ", _bench.Run("verify", "last", "--key", "/etc/hostname").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_of_a_file_that_is_not_there_is_a_refusal() =>
        Assert.Equal(ExitCodes.NotFound, _bench.Run("verify", "/nowhere/x.jsonl").Exit);

    [Fact]
    public void Tail_shows_the_last_records_and_still_pairs_answers_with_earlier_requests()
    {
        _bench.Record("aa01");
        var lines = _bench.Run("tail", "-n", "3").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("response      tools/call read", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_follows_until_the_seal()
    {
        using var journal = _bench.Begin("aa01");
        var tail = _bench.RunAsync(default, "tail", "aa01", "-f");
        LogBench.Frame(journal, JournalDirection.ClientToServer, JournalKind.Notification, """{"jsonrpc":"2.0","method":"x"}""", method: "\"x\"");
        journal.Seal();

        var run = await tail.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, run.Exit);
        Assert.Equal(3, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Tail_ends_when_the_writer_dies_without_a_seal()
    {
        var journal = _bench.Begin("aa01");
        var tail = _bench.RunAsync(default, "tail", "-f");
        journal.Dispose();

        var run = await tail.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((0, "the session ended without a seal\n"), (run.Exit, run.Error));
    }

    [Fact]
    public async Task Tail_is_left_by_an_interrupt()
    {
        using var journal = _bench.Begin("aa01");
        using var interrupt = new CancellationTokenSource();
        var tail = _bench.RunAsync(interrupt.Token, "tail", "-f");
        await interrupt.CancelAsync();
        Assert.Equal(130, (await tail.WaitAsync(TimeSpan.FromSeconds(30))).Exit);
    }

    [Fact]
    public void Tail_as_json_is_the_files_last_lines()
    {
        var path = _bench.Record("aa01");
        Assert.Equal(string.Join('\n', File.ReadAllText(path).Split('\n')[^3..]), _bench.Run("tail", "-n", "2", "--json").Out);
    }
}
