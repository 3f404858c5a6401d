using System.Text;

namespace McpBox.Journal.Tests;

public sealed class ReaderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_record_is_taken_apart_without_parsing_its_frame()
    {
        using var reader = JournalReader.Open(Samples.WriteSession(_scratch.Path));
        Assert.True(reader.TryReadLine(out _));
        Assert.True(reader.TryReadLine(out var line));
        Assert.True(JournalRecord.TryParse(line, out var record));

        Assert.Equal(1, record.Sequence);
        Assert.Equal("2026-11-20T09:00:00.123459000Z", Text(record.Timestamp));
        Assert.Equal(500002000, record.Monotonic);
        Assert.Equal("c2s request", $"{Text(record.Direction)} {Text(record.Kind)}");
        Assert.Equal("1", Text(record.Id));
        Assert.Equal("\"tools/call\"", Text(record.Method));
        Assert.Equal("\"read \\u00e9\"", Text(record.Tool));
        Assert.Equal((89, -1), (record.Bytes, record.LatencyMicroseconds));
        Assert.Equal("forward", Text(record.Verdict));
        Assert.Equal("""{"jsonrpc":"2.0", "id":1,"method":"tools/call","params":{"name":"read \u00e9","x":1e400}}""", Text(record.Body));
    }

    [Fact]
    public void Raw_bodies_come_back_as_the_bytes_they_were()
    {
        using var reader = JournalReader.Open(Samples.WriteSession(_scratch.Path));
        for (var i = 0; i < 3; i++)
            Assert.True(reader.TryReadLine(out _));
        Assert.True(reader.TryReadLine(out var line));
        Assert.True(JournalRecord.TryParse(line, out var record));
        Assert.Equal([0xff, 0xfe, 0x41], record.BodyBytes().ToArray());
    }

    [Fact]
    public void A_frame_that_looks_like_the_end_of_a_record_does_not_end_it()
    {
        var frame = """{"method":"\",\"frame\":","x":{"prev":"%"}}""".Replace("%", new string('0', 64), StringComparison.Ordinal);
        using var journal = Samples.Create(_scratch.Path);
        journal.Stage(Samples.Request(Encoding.UTF8.GetBytes(frame)));
        journal.Commit();

        using var reader = JournalReader.Open(journal.Path);
        Assert.True(reader.TryReadLine(out var line));
        Assert.True(JournalRecord.TryParse(line, out var record));
        Assert.Equal(frame, Text(record.Body));
    }

    [Fact]
    public void A_reader_sees_what_is_appended_later_and_never_half_a_line()
    {
        var path = Path.Combine(_scratch.Path, "growing");
        File.WriteAllText(path, "one\ntw");
        using var reader = JournalReader.Open(path);
        Assert.True(reader.TryReadLine(out var line));
        Assert.Equal("one", Text(line));
        Assert.False(reader.TryReadLine(out _));
        Assert.Equal(2, reader.CutBytes);

        File.AppendAllText(path, "o\nthree\n");
        Assert.True(reader.TryReadLine(out line));
        Assert.Equal("two", Text(line));
        Assert.True(reader.TryReadLine(out line));
        Assert.Equal("three", Text(line));
        Assert.False(reader.TryReadLine(out _));
        Assert.Equal(0, reader.CutBytes);
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Lines_longer_than_the_buffer_are_whole(int length)
    {
        var path = Path.Combine(_scratch.Path, "long");
        var text = new string('x', length);
        File.WriteAllText(path, $"a\n{text}\n{text}\nb\n");
        using var reader = JournalReader.Open(path);
        Assert.True(reader.TryReadLine(out _));
        for (var i = 0; i < 2; i++)
        {
            Assert.True(reader.TryReadLine(out var line));
            Assert.Equal(text, Text(line));
        }

        Assert.True(reader.TryReadLine(out var last));
        Assert.Equal("b", Text(last));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
