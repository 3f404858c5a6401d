using System.Text;
using System.Text.Json;

namespace McpBox.Journal.Tests;

/// <summary>A real full disk: a file system of 256 KiB of memory.</summary>
public sealed class WriteFailureTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public WriteFailureTests() => Shell.RunAsRoot("mount -t tmpfs -o size=256k,mode=0700,uid=$(id -u) tmpfs \"$1\"", _scratch.Path);

    public void Dispose()
    {
        // Lazily: a process that another test has just forked may still hold our file.
        Shell.RunAsRoot("umount -l \"$1\"", _scratch.Path);
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(40)]
    [InlineData(3_000)]
    [InlineData(60_000)]
    [InlineData(100_000)]
    public void On_a_full_disk_the_journal_keeps_its_whole_records_and_takes_no_more(int size)
    {
        using var journal = Samples.Create(_scratch.Path);
        var frame = Encoding.ASCII.GetBytes($"\"{new string('x', size)}\"");

        var failure = Assert.Throws<JournalException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                journal.Stage(Samples.Request(frame));
                journal.Commit();
            }
        });

        Assert.Equal("MB4004", failure.Code);
        Assert.Contains("No space left on device", failure.Reason, StringComparison.Ordinal);
        AssertWholeRecords(journal.Path, atLeast: 1);
        var length = new FileInfo(journal.Path).Length;
        Assert.Equal("MB4004", Assert.Throws<JournalException>(journal.Commit).Code);
        Assert.Equal("MB4004", Assert.Throws<JournalException>(() => journal.Stage(Samples.Request("{}"u8))).Code);
        Assert.Equal("MB4004", Assert.Throws<JournalException>(() => journal.StageEvent("exit", "{}"u8)).Code);
        Assert.Equal("MB4004", Assert.Throws<JournalException>(journal.Seal).Code);
        Assert.Equal(length, new FileInfo(journal.Path).Length);
    }

    [Fact]
    public void Space_that_comes_back_does_not_revive_a_failed_journal()
    {
        var ballast = Path.Combine(_scratch.Path, "ballast");
        Shell.Try("head -c 1M /dev/zero > \"$1\"", ballast);
        using var journal = Samples.Create(_scratch.Path);
        journal.Stage(Samples.Request("{}"u8));
        Assert.Throws<JournalException>(journal.Commit);

        File.Delete(ballast);
        Assert.Throws<JournalException>(journal.Commit);
        Assert.Equal(0, new FileInfo(journal.Path).Length);
    }

    [Fact]
    public void A_batch_that_fits_in_part_keeps_the_records_that_fit()
    {
        using var journal = Samples.Create(_scratch.Path);
        var frame = Encoding.ASCII.GetBytes($"\"{new string('x', 30_000)}\"");
        Assert.Throws<JournalException>(() =>
        {
            for (var i = 0; i < 20; i++)
                journal.Stage(Samples.Request(frame));
            journal.Commit();
        });

        AssertWholeRecords(journal.Path, atLeast: 4);
    }

    private static void AssertWholeRecords(string path, int atLeast)
    {
        Assert.EndsWith("}\n", File.ReadAllText(path), StringComparison.Ordinal);
        var lines = Samples.Lines(path);
        Assert.True(lines.Length >= atLeast, $"{lines.Length} records");
        for (var i = 0; i < lines.Length; i++)
        {
            using var record = JsonDocument.Parse(lines[i]);
            Assert.Equal(i, record.RootElement.GetProperty("seq").GetInt32());
        }
    }
}
