using System.Globalization;
using McpBox.Packages.Locking;
using McpBox.Posix.Files;

namespace McpBox.Packages.Tests.Locking;

public sealed class LockProblemTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("version = 1", "verzion = 1", "MB6105 1:1")]
    [InlineData("version = 1", "version = 0", "MB6105 3:11")]
    [InlineData("version = 1", "version = \"1\"", "MB6105 3:11")]
    [InlineData("version = 1", "version = 2\nnew = 1", "MB6106 3:11")]
    [InlineData("version = 1", "version = 1\nother = 1", "MB6107 4:1")]
    [InlineData("[[package]]", "[package]", "MB6109 5:1")]
    [InlineData("[[package]]", "[[package]]\nurl = \"x\"", "MB6107 6:1")]
    [InlineData("scripts = false\n", "", "MB6108 5:1")]
    [InlineData("spec = \"npm:pkg@^1.2\"\n", "", "MB6108 5:1")]
    [InlineData("resolution = ", "other = ", "MB6107 11:1", "MB6108 5:1")]
    [InlineData("scripts = false", "scripts = \"no\"", "MB6109 9:11")]
    [InlineData("npm:pkg@^1.2", "pkg", "MB6109 6:8")]
    [InlineData("tree = \"a", "tree = \"A", "MB6109 10:8")]
    [InlineData("tree = \"a", "tree = \"", "MB6109 10:8")]
    [InlineData("\"1.2.3\"", "\"\"", "MB6109 7:11")]
    [InlineData("\"1.2.3\"", "\"1\\n2\"", "MB6109 7:11")]
    [InlineData("version = \"1.2.3\"", "<<<<<<< HEAD", "MB6101 7:1")]
    [InlineData("  \"lockfileVersion\": 3\n", "  \"lockfileVersion\": 3\r\n", "MB6111 13:1")]
    public void Whatever_is_not_as_it_was_written_is_a_problem_with_its_place(string written, string changed, params string[] problems)
    {
        var text = Locks.OnePackage.Replace(written, changed, StringComparison.Ordinal);
        Assert.NotEqual(Locks.OnePackage, text);

        Assert.Equal(problems, Locks.Problems(text));
    }

    [Fact]
    public void A_package_that_stands_twice_is_a_problem() =>
        Assert.Equal(["MB6110 17:1"], Locks.Problems(Locks.OnePackage + Locks.OnePackage[Locks.OnePackage.IndexOf("\n[[", StringComparison.Ordinal)..]));

    [Fact]
    public void All_problems_are_named_at_once() => Assert.Equal(
        ["MB6107 4:1", "MB6107 11:1", "MB6108 6:1", "MB6109 10:11"],
        Locks.Problems(Locks.OnePackage.Replace("version = 1\n", "version = 1\nx = 1\n", StringComparison.Ordinal)
            .Replace("tree = ", "other = ", StringComparison.Ordinal).Replace("false", "0", StringComparison.Ordinal)
            .Replace("spec = \"npm:pkg@^1.2\"\n", "", StringComparison.Ordinal).Replace("version = \"1.2.3\"\n", "version = \"1.2.3\"\n\n", StringComparison.Ordinal)));

    [Fact]
    public void Reading_says_how_many_problems_there_are()
    {
        var path = Locks.Write(_folder, Locks.OnePackage.Replace("false", "0", StringComparison.Ordinal).Replace("\"1.2.3\"", "1", StringComparison.Ordinal));

        var exception = Assert.Throws<PackageException>(() => LockFile.Read(path));

        Assert.StartsWith($"{path}:7:11: ", exception.Refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("(and 1 more in this file)", exception.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_no_lock_file() => Assert.Equal(["MB6105 1:1"], Locks.Problems(""));

    [Fact]
    public void A_larger_file_than_could_be_meant_is_not_read()
    {
        var path = Locks.Write(_folder, "");
        using (var file = File.OpenWrite(path))
            file.SetLength(LockDisk.MaxBytes + 1);

        Assert.Equal("MB6103", Assert.Single(LockFile.Load(path).Problems).Code);
    }

    [Theory]
    [InlineData("0666")]
    [InlineData("0646")]
    public void A_file_that_others_may_write_is_not_believed(string mode)
    {
        var path = Locks.Write(_folder, Locks.OnePackage);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        Assert.Equal("MB6104", Assert.Single(LockFile.Load(path).Problems).Code);
    }

    [Fact]
    public void A_file_in_a_folder_that_others_may_write_is_not_believed()
    {
        var path = Locks.Write(_folder, Locks.OnePackage);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ff);

        Assert.Equal("MB6104", Assert.Single(LockFile.Load(path).Problems).Code);
    }

    [Fact]
    public void A_file_of_a_stranger_is_not_believed_and_one_of_root_is()
    {
        var stranger = new FileStatus(FileKind.Regular, 0x1a4, Uid: 4711, Gid: 4711, 1, 1);

        Assert.Equal("MB6104", Assert.Single(Judgement.Faults("/x", stranger, caller: 1000)).Code);
        Assert.Empty(Judgement.Faults("/x", stranger with { Uid = 0 }, caller: 1000));
        Assert.Empty(Judgement.Faults("/x", stranger, caller: 4711));
        Assert.Equal("MB6104", Assert.Single(Judgement.Faults("/x", stranger with { Permissions = 0x1b4 }, caller: 4711)).Code);
    }

    [Fact]
    public void A_folder_in_its_place_is_refused()
    {
        Directory.CreateDirectory(_folder.At(LockFile.Name));

        Assert.Equal("MB6102", Assert.Single(LockFile.Load(_folder.At(LockFile.Name)).Problems).Code);
    }

    [Fact]
    public void A_text_of_two_megabytes_is_read_in_milliseconds()
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"    \"integrity\": \"sha512-{new string('x', 86)}==\",\n");
        var text = string.Concat(Enumerable.Repeat(line, (2 << 20) / line.Length));
        var path = Locks.Write(_folder, LockFile.Empty.With(Locks.Package() with { Resolution = text }).ToText());
        var best = TimeSpan.MaxValue;
        var file = LockFile.Empty;
        for (var i = 0; i < 20; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            file = LockFile.Read(path);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, TimeProvider.System.GetElapsedTime(start).Ticks));
        }

        // Printed, not asserted: this machine may be busy. About 10 ms, most of it for copies of the text.
        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMilliseconds:F1} ms");
        Assert.Equal(text, Assert.Single(file.Packages).Resolution);
    }
}
