using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpBox.Journal.Tests;

public sealed class WriterTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private string Root => Path.Combine(_scratch.Path, "state", "journal");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_session_becomes_exactly_these_lines()
    {
        var lines = Samples.Lines(Samples.WriteSession(Root));

        var heads = lines.Select(static line => line[..line.LastIndexOf(",\"prev\":", StringComparison.Ordinal)]);
        Assert.Equal(
            [
                """{"v":1,"seq":0,"ts":"2026-11-20T09:00:00.123458000Z","mono":500001000,"dir":"event","kind":"manifest","data":{"server":"files","argv":["node","x.js"]}""",
                """{"v":1,"seq":1,"ts":"2026-11-20T09:00:00.123459000Z","mono":500002000,"dir":"c2s","kind":"request","id":1,"method":"tools/call","tool":"read \u00e9","bytes":89,"verdict":"forward","frame":{"jsonrpc":"2.0", "id":1,"method":"tools/call","params":{"name":"read \u00e9","x":1e400}}""",
                """{"v":1,"seq":2,"ts":"2026-11-20T09:00:00.123460000Z","mono":500003000,"dir":"stray","kind":"invalid","bytes":11,"verdict":"withhold","raw":"G1szMW1iYW5uZXI=" """.TrimEnd(),
                """{"v":1,"seq":3,"ts":"2026-11-20T09:00:00.123461000Z","mono":500004000,"dir":"stderr","kind":"text","bytes":3,"verdict":"forward","raw":"//5B" """.TrimEnd(),
                """{"v":1,"seq":4,"ts":"2026-11-20T09:00:00.123462000Z","mono":500005000,"dir":"s2c","kind":"response","id":1,"bytes":36,"latency_us":42,"verdict":"deny","reason":"MB3007","eol":"crlf","frame":{"jsonrpc":"2.0","id":1,"result":{}}""",
                """{"v":1,"seq":5,"ts":"2026-11-20T09:00:00.123463000Z","mono":500006000,"dir":"event","kind":"seal","data":{"records":5,"counts":{"c2s":1,"s2c":1,"stderr":1,"stray":1,"event":1},"bytes":{"c2s":89,"s2c":36,"stderr":3,"stray":11,"event":0},"root":"%","key":"&"""
                    .Replace("%", HashOf(lines[4]), StringComparison.Ordinal)
                    .Replace("&", lines[5][(lines[5].IndexOf("\"key\":\"", StringComparison.Ordinal) + 7)..lines[5].LastIndexOf(",\"prev\":", StringComparison.Ordinal)], StringComparison.Ordinal),
            ],
            heads);
    }

    [Fact]
    public void Each_line_ends_with_the_hash_of_the_line_before()
    {
        var previous = new string('0', 64);
        foreach (var line in Samples.Lines(Samples.WriteSession(Root)))
        {
            Assert.EndsWith($",\"prev\":\"{previous}\"}}", line, StringComparison.Ordinal);
            using var parsed = JsonDocument.Parse(line);
            previous = HashOf(line);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(3_000_001)]
    public void Frames_of_any_size_are_kept_verbatim_and_chained(int size)
    {
        var text = Encoding.ASCII.GetBytes($"\"{new string('x', size)}\"");
        var bytes = new byte[size];
        Random.Shared.NextBytes(bytes);
        string path;
        using (var journal = Samples.Create(Root))
        {
            path = journal.Path;
            for (var i = 0; i < 3; i++)
            {
                journal.StageEvent("manifest", "{}"u8);
                journal.Stage(Samples.Request(text));
                journal.Stage(Samples.Line(JournalDirection.Stderr, bytes));
            }

            journal.Seal();
        }

        var lines = Samples.Lines(path);
        Assert.Equal(10, lines.Length);
        using var frame = JsonDocument.Parse(lines[7]);
        using var raw = JsonDocument.Parse(lines[8]);
        Assert.Equal(Encoding.ASCII.GetString(text), frame.RootElement.GetProperty("frame").GetRawText());
        Assert.Equal(bytes, raw.RootElement.GetProperty("raw").GetBytesFromBase64());
        for (var i = 1; i < lines.Length; i++)
            Assert.EndsWith($"\"{HashOf(lines[i - 1])}\"}}", lines[i], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":1,\n\"b\":2}")]
    [InlineData("{\"a\":1,\r\"b\":2}")]
    [InlineData("")]
    public void A_frame_that_would_break_the_line_becomes_raw_whatever_the_caller_claims(string frame)
    {
        using var journal = Samples.Create(Root);
        journal.Stage(Samples.Request(Encoding.UTF8.GetBytes(frame)));
        journal.Commit();

        using var record = JsonDocument.Parse(Assert.Single(Samples.Lines(journal.Path)));
        Assert.Equal(frame, Encoding.UTF8.GetString(record.RootElement.GetProperty("raw").GetBytesFromBase64()));
    }

    [Fact]
    public void Tokens_that_cannot_be_trusted_or_are_too_long_are_left_out_never_cut()
    {
        using var journal = Samples.Create(Root);
        journal.Stage(new JournalEntry
        {
            Direction = JournalDirection.ClientToServer,
            Kind = JournalKind.Request,
            Verdict = JournalVerdict.Forward,
            Frame = "x"u8,
            Id = "{\"a\":1,\"frame\":2}"u8,
            Method = [(byte)'"', 0xff, (byte)'"'],
            Tool = Encoding.ASCII.GetBytes($"\"{new string('t', 4095)}\""),
            WireBytes = 1,
        });
        journal.Commit();

        using var record = JsonDocument.Parse(Assert.Single(Samples.Lines(journal.Path)));
        foreach (var name in new[] { "id", "method", "tool" })
            Assert.False(record.RootElement.TryGetProperty(name, out _), name);
    }

    [Fact]
    public void Nothing_is_in_the_file_before_the_commit_and_everything_is_after_it()
    {
        using var journal = Samples.Create(Root);
        journal.Stage(Samples.Request("{}"u8));
        Assert.Equal(0, new FileInfo(journal.Path).Length);
        journal.Commit();
        Assert.Single(Samples.Lines(journal.Path));
    }

    [Fact]
    public void A_journal_closed_within_a_record_ends_with_the_record_before()
    {
        string path;
        using (var journal = Samples.Create(Root))
        {
            path = journal.Path;
            journal.Stage(Samples.Request("{}"u8));
            journal.Commit();
            journal.Stage(Samples.Request(Encoding.ASCII.GetBytes($"\"{new string('x', 200_000)}\"")));
        }

        Assert.EndsWith("}\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Samples.Lines(path));
    }

    [Fact]
    public void A_session_that_never_began_leaves_no_file()
    {
        var journal = Samples.Create(Root);
        Assert.True(File.Exists(journal.Path));
        journal.Dispose();
        Assert.False(File.Exists(journal.Path));
    }

    [Fact]
    public void A_sealed_journal_takes_no_more()
    {
        using var journal = Samples.Create(Root);
        journal.Seal();
        Assert.True(File.Exists(journal.Path));
        Assert.Throws<ObjectDisposedException>(() => journal.Stage(Samples.Request("{}"u8)));
        Assert.Throws<ObjectDisposedException>(journal.Commit);
    }

    [Fact]
    public void Staging_and_committing_allocate_nothing_between_checkpoints()
    {
        using var journal = JournalWriter.Create(Root, "files", "a1", TimeProvider.System);
        var frame = """{"jsonrpc":"2.0","id":1,"method":"ping"}"""u8.ToArray();
        Write(journal, frame, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(journal, frame, 399);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frame_of_32_MiB_is_recorded_without_a_copy(bool embeddable)
    {
        using var journal = Samples.Create(Root);
        var frame = new byte[32 * 1024 * 1024];
        frame.AsSpan().Fill((byte)'1');
        journal.Stage(Samples.Request("{}"u8));

        var before = GC.GetAllocatedBytesForCurrentThread();
        journal.Stage(embeddable ? Samples.Request(frame) : Samples.Line(JournalDirection.Stray, frame));
        journal.Commit();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(new FileInfo(journal.Path).Length, frame.Length, frame.Length * 3 / 2);
    }

    private static void Write(JournalWriter journal, byte[] frame, int times)
    {
        for (var i = 0; i < times; i++)
        {
            journal.Stage(Samples.Request(frame));
            journal.Stage(Samples.Line(JournalDirection.Stderr, frame));
            if (i % 8 == 7)
                journal.Commit();
        }
    }

    private static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
}
