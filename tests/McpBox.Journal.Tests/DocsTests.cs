using System.Text;
using System.Text.RegularExpressions;
using McpBox.Journal.Indexing;

namespace McpBox.Journal.Tests;

/// <summary>What docs/journal.md shows is run on a journal of the real writer.</summary>
public sealed partial class DocsTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly string _page = File.ReadAllText(Path.Combine(Repository(), "docs", "journal.md"));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_record_on_the_page_is_one_that_we_write()
    {
        var shown = Fences().Single(static fence => fence.Language == "json").Text;
        var written = Samples.Lines(WriteSession())[3];
        Assert.Equal(shown[..shown.LastIndexOf(",\"prev\":", StringComparison.Ordinal)], written[..written.LastIndexOf(",\"prev\":", StringComparison.Ordinal)]);
    }

    [Fact]
    public void The_commands_on_the_page_print_what_the_page_says()
    {
        WriteSession();
        var fences = Fences();
        var run = 0;
        for (var i = 0; i + 1 < fences.Count; i++)
        {
            if (fences[i].Language != "sh" || fences[i + 1].Language != "text")
                continue;
            Assert.Equal(fences[i + 1].Text, Shell.Run($"cd '{_scratch.Path}'\n{fences[i].Text}").Output);
            run++;
        }

        Assert.Equal(6, run);
    }

    [Fact]
    public void The_script_on_the_page_trusts_a_whole_journal_with_checkpoints_and_the_index_of_many()
    {
        WriteSealed("a0", frames: 3);
        var path = WriteSealed("a1", frames: 1000);
        WriteSealed("a2", frames: 1);
        Assert.Equal($"sealed: 1003 records, last hash {JournalVerifier.Verify(path).Root}\n", Script(path).Output);
    }

    [Fact]
    public void The_script_on_the_page_notices_every_kind_of_tampering()
    {
        var whole = Samples.Lines(WriteSealed("a1", frames: 2)).Select(static line => line + "\n").ToArray();
        List<string> tampered =
        [
            string.Concat(whole[..^1]),
            string.Concat(whole)[..^1],
            string.Concat(whole) + "x",
            string.Concat(whole) + whole[0],
            "",
            // A whole journal of somebody else's keys.
            string.Concat(Samples.Lines(WriteSealed("a2", frames: 2)).Select(static line => line + "\n")),
        ];
        for (var i = 0; i < whole.Length; i++)
        {
            var (at, lines) = (i, whole);
            tampered.Add(string.Concat(lines.Where((_, n) => n != at)));
            tampered.Add(string.Concat(lines.Select((line, n) => n == at ? line.Replace("\"seq\":", "\"seq\": ", StringComparison.Ordinal) : line)));
        }

        var changed = Path.Combine(_scratch.Path, "20261120T090000.123Z-files-a1.jsonl");
        foreach (var text in tampered)
        {
            File.WriteAllText(changed, text);
            Assert.Equal(1, Script(changed).ExitCode);
        }

        File.WriteAllText(changed, string.Concat(whole));
        Assert.Equal(0, Script(changed).ExitCode);
    }

    [Fact]
    public void The_script_on_the_page_runs_nothing_that_stands_in_what_it_reads()
    {
        var path = WriteSealed("a1", frames: 1);
        var mark = Path.Combine(_scratch.Path, "ran");
        var whole = File.ReadAllText(path);
        var hostile = $$"""{"dir":["x","touch","{{mark}}"],"x":{"dir":"event"},"y":{"sig":"x"},"prev":"{{Samples.HashOf(Samples.Lines(path)[^1])}}"}""";
        File.WriteAllText(path, $"{whole}{hostile}\n");
        Assert.Equal(1, Script(path).ExitCode);
        File.WriteAllText(path, hostile.Replace(Samples.HashOf(Samples.Lines(path)[^2]), new string('0', 64), StringComparison.Ordinal) + "\n" + whole);
        Assert.Equal(1, Script(path).ExitCode);
        File.WriteAllText(path, whole);
        File.AppendAllText(Directory.GetFiles(Path.Combine(_scratch.Path, "index")).Single(), $$"""{"prev":["x","touch","{{mark}}"]}""" + "\n");
        Assert.Equal(1, Script(path).ExitCode);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public void The_script_on_the_page_notices_bytes_that_its_shell_does_not_see()
    {
        var path = WriteSealed("a1", frames: 1);
        var whole = File.ReadAllText(path);
        File.WriteAllText(path, whole.Insert(40, "\0"));
        Assert.Equal(1, Script(path).ExitCode);
    }

    [Fact]
    public void The_script_on_the_page_notices_a_changed_index()
    {
        WriteSealed("a0", frames: 1);
        var path = WriteSealed("a1", frames: 1);
        var day = Directory.GetFiles(Path.Combine(_scratch.Path, "index")).Single();
        var whole = File.ReadAllLines(day);
        for (var i = 0; i < whole.Length; i++)
        {
            File.WriteAllLines(day, whole.Where((_, n) => n != i));
            Assert.Equal(1, Script(path).ExitCode);
            File.WriteAllLines(day, whole.Select((line, n) => n == i ? line.Replace("\"v\":1", "\"v\": 1", StringComparison.Ordinal) : line));
            Assert.Equal(1, Script(path).ExitCode);
        }
    }

    private string WriteSealed(string id, int frames)
    {
        var journals = Path.Combine(_scratch.Path, "journal");
        using var journal = JournalWriter.Create(journals, "files", id, new FixedTime());
        journal.StageEvent("manifest", "{}"u8);
        journal.Commit();
        journal.Enter(SessionIndex.Beside(journals, new FixedTime()));
        for (var i = 0; i < frames; i++)
            journal.Stage(Samples.Request(i == 0 ? """{"jsonrpc":"2.0","id":1,"method":"x","params":{"dir":"event","kind":"seal","sig":"x"}}"""u8 : "{}"u8));
        journal.Seal();
        return journal.Path;
    }

    private (int ExitCode, string Output) Script(string journal)
    {
        var anchor = SessionIndex.Beside(Path.Combine(_scratch.Path, "journal"), new FixedTime()).Verify(anchor: null).Anchor;
        var key = Path.Combine(_scratch.Path, "key.pem");
        File.WriteAllText(key, $"-----BEGIN PUBLIC KEY-----\n{anchor}\n-----END PUBLIC KEY-----\n");
        var script = Fences().Single(static fence => fence.Text.StartsWith("#!/bin/sh", StringComparison.Ordinal)).Text;
        var ran = Shell.Try(script, key, Path.Combine(_scratch.Path, "index"), journal);
        return (ran.ExitCode, ran.Output);
    }

    /// <summary>The session that the page talks about, also as <c>session.jsonl</c>.</summary>
    private string WriteSession()
    {
        using (var journal = JournalWriter.Create(_scratch.Path, "files", Samples.Session, new DocumentedTime()))
        {
            journal.StageEvent("manifest", """{"server":"files"}"""u8);
            Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""", "1", "initialize");
            Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, """{"jsonrpc":"2.0","id":1,"result":{}}""", "1", latency: 98_500);
            Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"read_file","arguments":{}}}""", "2", "tools/call", "read_file");
            journal.Stage(Samples.Line(JournalDirection.Stray, "Server v1.2 ready"u8));
            journal.Stage(Samples.Line(JournalDirection.Stderr, "listening on stdio"u8));
            Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, """{"jsonrpc":"2.0","id":2,"result":{}}""", "2", latency: 1_250);
            Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"delete_all"}}""", "3", "tools/call", "delete_all", reason: "MB3009");
            journal.Seal();
            File.Copy(journal.Path, Path.Combine(_scratch.Path, "session.jsonl"));
        }

        return Path.Combine(_scratch.Path, "session.jsonl");
    }

    private static void Frame(
        JournalWriter journal, JournalDirection direction, JournalKind kind, string frame, string id, string method = "", string tool = "", long latency = -1, string? reason = null) =>
        journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = kind,
            Verdict = reason is null ? JournalVerdict.Forward : JournalVerdict.Deny,
            Reason = reason,
            Frame = Encoding.UTF8.GetBytes(frame),
            Embeddable = true,
            Id = Encoding.UTF8.GetBytes(id),
            Method = Token(method),
            Tool = Token(tool),
            LatencyMicroseconds = latency,
            WireBytes = Encoding.UTF8.GetByteCount(frame),
        });

    private static byte[] Token(string text) => text.Length == 0 ? [] : Encoding.UTF8.GetBytes($"\"{text}\"");

    private List<(string Language, string Text)> Fences() =>
        [.. Fence().Matches(_page).Select(static match => (match.Groups["language"].Value, match.Groups["text"].Value))];

    internal static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "McpBox.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run inside the repository.");
        return folder;
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fence();

    /// <summary>A clock that moves by 100 ms with each look.</summary>
    private sealed class DocumentedTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 8, 59, 59, 823, TimeSpan.Zero);
        private long _ticks = 4_800_000_000;

        public override long TimestampFrequency => 1_000_000_000;

        public override DateTimeOffset GetUtcNow() => _now = _now.AddMilliseconds(100);

        public override long GetTimestamp() => _ticks += 100_000_000;
    }
}
