using System.IO.Compression;

namespace McpBox.Journal.Tests;

/// <summary>Closed sessions may be compressed, and are read as they are.</summary>
public sealed class PackedJournalTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_compressed_journal_reads_and_verifies_as_the_plain_one_did()
    {
        var plain = Samples.WriteSession(_scratch.Path);
        var (verified, summary, lines) = (JournalVerifier.Verify(plain), JournalSummary.Read(plain), Samples.Lines(plain));
        var packed = Pack(plain);

        Assert.Equal(verified, JournalVerifier.Verify(packed));
        Assert.Equal(summary, JournalSummary.Read(packed));
        using var reader = JournalReader.Open(packed);
        Assert.False(reader.IsBeingWritten);
        foreach (var expected in lines)
        {
            Assert.True(reader.TryReadLine(out var line));
            Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(line));
        }

        Assert.False(reader.TryReadLine(out _));
        Assert.Equal(0, reader.CutBytes);
    }

    [Fact]
    public void What_gzip_itself_writes_is_read()
    {
        var plain = Samples.WriteSession(_scratch.Path);
        Shell.Run($"gzip '{plain}'");
        Assert.Equal(JournalStatus.Sealed, JournalVerifier.Verify(plain + ".gz").Status);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(70_000)]
    [InlineData(300_000)]
    public void The_tail_is_the_last_line_wherever_it_begins(int before)
    {
        var path = Path.Combine(_scratch.Path, "x.jsonl");
        File.WriteAllText(path, $"{new string('x', before)}\nlast\n");
        using var reader = JournalReader.Open(Pack(path));
        Assert.True(reader.TryReadTail(4096, out var line));
        Assert.Equal("last", System.Text.Encoding.UTF8.GetString(line));
    }

    [Theory]
    [InlineData("cut", "cut off")]
    [InlineData("added", "cut off")]
    [InlineData("flipped", "damaged")]
    [InlineData("text", "damaged")]
    [InlineData("empty", "cut off")]
    public void A_damaged_file_is_said_to_be_one(string how, string word)
    {
        var packed = Pack(Samples.WriteSession(_scratch.Path));
        var bytes = File.ReadAllBytes(packed);
        File.WriteAllBytes(packed, how switch
        {
            "cut" => bytes[..^20],
            "added" => [.. bytes, 1, 2, 3, 4],
            "flipped" => [.. bytes[..^6], (byte)(bytes[^6] ^ 1), .. bytes[^5..]],
            "text" => "{\"v\":1}\n"u8.ToArray(),
            _ => [],
        });
        Assert.Contains(word, Assert.Throws<DamagedJournalException>(() => JournalVerifier.Verify(packed)).Message, StringComparison.Ordinal);
        Assert.Contains(word, Assert.Throws<DamagedJournalException>(() => Tail(packed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_fills_memory()
    {
        var path = Path.Combine(_scratch.Path, "20261120T090000.000Z-x-aa.jsonl.gz");
        using (var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
                zip.Write(zeros);
        }

        using var reader = JournalReader.Open(path);
        Assert.Contains("longer than", Assert.Throws<IOException>(() => reader.TryReadLine(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_is_listed_once_while_it_is_being_compressed_and_found_afterwards()
    {
        var plain = Samples.WriteSession(_scratch.Path);
        File.WriteAllBytes(plain + ".gz", []);
        Assert.Equal(plain, Assert.Single(JournalCatalog.NewestFirst(_scratch.Path)).Path);
        var packed = Pack(plain);
        Assert.Equal(packed, JournalCatalog.Find(_scratch.Path, Samples.Session).Path);
    }

    private static void Tail(string path)
    {
        using var reader = JournalReader.Open(path);
        _ = reader.TryReadTail(4096, out _);
    }

    private static string Pack(string path)
    {
        using (var zip = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
            zip.Write(File.ReadAllBytes(path));
        File.Delete(path);
        return path + ".gz";
    }
}
