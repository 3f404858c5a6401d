using System.Text;

namespace McpBox.Journal.Tests;

/// <summary>Records are taken apart by hand where they look as we write them, and by a parser where not; both say the same.</summary>
public sealed class RecordScanTests : IDisposable
{
    private static readonly byte[] Bytes = "{}[]\",:\\ 0129-.e\t\u0001nvfrawdt"u8.ToArray();

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void What_is_said_of_a_record_does_not_depend_on_how_it_was_read()
    {
        foreach (var line in Samples.Lines(Samples.WriteSession(_scratch.Path)))
            Assert.True(AreEqual(Encoding.UTF8.GetBytes(line)));
    }

    [Theory]
    [InlineData("""{"v":1,"seq":01,"ts":"t","data":{}""")]
    [InlineData("""{"v":1,"seq":1,"seq":2,"data":{}""")]
    [InlineData("""{"v":1,"seq":99999999999999999999,"data":{}""")]
    [InlineData("""{"v":1,"seq":"1","data":{}""")]
    [InlineData("""{"v":1,"seq":1,"mono":-5,"data":{}""")]
    [InlineData("""{"v":1,"seq":1,"ts":7,"dir":8,"data":{}""")]
    [InlineData("""{"v":1,"seq":1,"id":null,"later":[1],"data":{}""")]
    [InlineData("""{"v":1,"seq":1,"id":1.5,"method":"\u0061","raw":"eA==" """)]
    [InlineData("""{"v":1,"seq":1,"raw":7""")]
    [InlineData("""{"v":1,"seq":1,"s\u0065q":2,"data":{}""")]
    [InlineData("""{"v":2,"seq":1,"data":{}""")]
    [InlineData("""["v",1""")]
    [InlineData("""{"v":1,"seq":1,"redacted":3,"eol":"crlf","frame":{}""")]
    public void Heads_that_we_do_not_write_are_read_alike(string head) => Assert.True(AreEqual(Encoding.UTF8.GetBytes($"{head.TrimEnd()},\"prev\":\"{new string('0', 64)}\"}}")));

    [Fact]
    public void Damaged_heads_are_read_alike()
    {
        var random = new Random(5);
        foreach (var text in Samples.Lines(Samples.WriteSession(_scratch.Path)))
        {
            for (var i = 0; i < 20_000; i++)
            {
                var line = Encoding.UTF8.GetBytes(text);
                for (var n = random.Next(1, 4); n > 0; n--)
                    line[random.Next(Math.Min(line.Length, 260))] = Bytes[random.Next(Bytes.Length)];
                Assert.True(AreEqual(line), Encoding.UTF8.GetString(line));
            }
        }
    }

    private static bool AreEqual(byte[] line)
    {
        if (line.Length <= JournalRecord.TailLength || !line.AsSpan()[^JournalRecord.TailLength..].StartsWith(",\"prev\":\""u8) || !line.AsSpan().EndsWith("\"}"u8))
            return true;
        var (one, other) = (JournalRecord.TryParse(line, out var read), JournalRecord.TryParseByReader(line, out var parsed));
        return one == other && read.Sequence == parsed.Sequence && read.Monotonic == parsed.Monotonic && read.Bytes == parsed.Bytes
            && read.LatencyMicroseconds == parsed.LatencyMicroseconds && read.BodyForm == parsed.BodyForm
            && read.Timestamp.SequenceEqual(parsed.Timestamp) && read.Direction.SequenceEqual(parsed.Direction) && read.Kind.SequenceEqual(parsed.Kind)
            && read.Id.SequenceEqual(parsed.Id) && read.Method.SequenceEqual(parsed.Method) && read.Tool.SequenceEqual(parsed.Tool)
            && read.Verdict.SequenceEqual(parsed.Verdict) && read.Reason.SequenceEqual(parsed.Reason) && read.Body.SequenceEqual(parsed.Body)
            && read.Redacted == parsed.Redacted && read.LineEnd.SequenceEqual(parsed.LineEnd) && read.Previous.SequenceEqual(parsed.Previous);
    }
}
