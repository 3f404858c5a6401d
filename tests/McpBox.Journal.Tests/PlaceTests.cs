using System.Runtime.Versioning;

namespace McpBox.Journal.Tests;

/// <summary>Where the file lies and who may come near it.</summary>
[SupportedOSPlatform("linux")]
public sealed class PlaceTests : IDisposable
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ScratchFolder _scratch = new();

    private string Root => Path.Combine(_scratch.Path, "state", "journal");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_file_is_named_by_time_server_and_session()
    {
        using var journal = Samples.Create(Root);
        Assert.Equal(Path.Combine(Root, "2026/11/20/20261120T090000.123Z-files-a1b2c3d4.jsonl"), journal.Path);
    }

    [Fact]
    public void The_file_and_its_folders_are_for_the_owner_alone()
    {
        using var journal = Samples.Create(Root);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(journal.Path));
        for (var folder = Path.GetDirectoryName(journal.Path)!; folder != _scratch.Path; folder = Path.GetDirectoryName(folder)!)
            Assert.Equal(OwnerFolder, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("a b\n\u202e\"x", "a_b___x")]
    [InlineData("", "_")]
    [InlineData("@scope/server-1.2", "_scope_server-1.2")]
    public void A_servers_name_cannot_leave_the_folder(string server, string expected)
    {
        using var journal = Samples.Create(Root, server);
        Assert.Equal(Path.Combine(Root, $"2026/11/20/20261120T090000.123Z-{expected}-a1b2c3d4.jsonl"), journal.Path);
    }

    [Fact]
    public void A_very_long_name_of_a_server_still_makes_a_file()
    {
        using var journal = Samples.Create(Root, new string('n', 5000));
        Assert.True(File.Exists(journal.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a-b")]
    public void A_session_id_is_letters_and_digits(string id) =>
        Assert.Throws<ArgumentException>(() => JournalWriter.Create(Root, "files", id, new FixedTime()));

    [Fact]
    public void A_file_that_exists_is_never_written_to()
    {
        using var first = Samples.Create(Root);
        var refusal = Assert.Throws<JournalException>(() => Samples.Create(Root));
        Assert.Equal("MB4003", refusal.Code);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_root_that_others_can_write_to_is_refused(UnixFileMode extra)
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, OwnerFolder | extra);
        Assert.Equal("MB4001", Assert.Throws<JournalException>(() => Samples.Create(Root)).Code);
    }

    [Fact]
    public void A_root_that_is_a_link_to_a_folder_that_others_can_write_to_is_refused()
    {
        var open = Directory.CreateDirectory(Path.Combine(_scratch.Path, "open")).FullName;
        File.SetUnixFileMode(open, OwnerFolder | UnixFileMode.OtherWrite);
        var link = Path.Combine(_scratch.Path, "link");
        File.CreateSymbolicLink(link, open);
        Assert.Equal("MB4001", Assert.Throws<JournalException>(() => Samples.Create(link)).Code);
    }

    [Fact]
    public void A_root_of_another_user_is_refused()
    {
        Directory.CreateDirectory(Root);
        Shell.RunAsRoot("chown 65534 \"$1\"", Root);
        Assert.Equal("MB4001", Assert.Throws<JournalException>(() => Samples.Create(Root)).Code);
    }

    [Fact]
    public void A_day_that_is_a_link_to_elsewhere_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(Root, "2026", "11"), OwnerFolder);
        File.SetUnixFileMode(Root, OwnerFolder);
        File.CreateSymbolicLink(Path.Combine(Root, "2026", "11", "20"), _scratch.Path);
        Assert.Equal("MB4001", Assert.Throws<JournalException>(() => Samples.Create(Root)).Code);
    }

    [Fact]
    public void A_root_that_cannot_be_made_is_refused_with_its_cause()
    {
        File.WriteAllText(Path.Combine(_scratch.Path, "state"), "");
        var refusal = Assert.Throws<JournalException>(() => Samples.Create(Root));
        Assert.Equal("MB4002", refusal.Code);
        Assert.Contains("Not a directory", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_descriptor_is_not_inherited_by_what_is_started_meanwhile()
    {
        using var journal = Samples.Create(Root);
        var listing = Shell.Run("ls -l /proc/self/fd");
        Assert.DoesNotContain(journal.Path, listing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_itself_appends_so_that_no_offset_of_ours_can_overwrite_a_record()
    {
        using var journal = Samples.Create(Root);
        var descriptor = Directory.EnumerateFileSystemEntries("/proc/self/fd").Single(link => new FileInfo(link).LinkTarget == journal.Path);
        var flags = File.ReadLines($"/proc/self/fdinfo/{Path.GetFileName(descriptor)}").Single(static line => line.StartsWith("flags:", StringComparison.Ordinal));
        Assert.Equal(0x400, Convert.ToInt32(flags["flags:".Length..].Trim(), fromBase: 8) & 0x400);
    }
}
