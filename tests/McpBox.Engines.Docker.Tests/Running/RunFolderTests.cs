using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Tests.Running;

public sealed class RunFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("mcpbox-run-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_runtime_folder_of_the_caller_is_taken_first()
    {
        var folder = new RunFolder(_root, "/nowhere").Open();
        Assert.Equal($"{_root}/mcpbox", folder);
        Assert.Equal(Private, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/does/not/exist")]
    [InlineData("/proc/1/environ")]
    public void Without_a_sound_runtime_folder_there_is_one_of_the_callers_in_tmp(string? runtime) =>
        Assert.Equal($"{_root}/mcpbox-{Caller.EffectiveUserId()}", new RunFolder(runtime, _root).Open());

    [Fact]
    public void A_runtime_folder_that_others_may_write_is_not_used()
    {
        var shared = Directory.CreateDirectory($"{_root}/shared").FullName;
        File.SetUnixFileMode(shared, Private | UnixFileMode.OtherWrite);
        Assert.Equal($"{_root}/mcpbox-{Caller.EffectiveUserId()}", new RunFolder(shared, _root).Path);
    }

    [Fact]
    public void Opening_it_again_gives_the_same_folder() =>
        Assert.Equal(new RunFolder(null, _root).Open(), new RunFolder(null, _root).Open());

    [Fact]
    public void Looking_for_it_makes_nothing()
    {
        Assert.Null(new RunFolder(null, _root).Find());
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void A_folder_that_is_open_to_others_is_refused()
    {
        File.SetUnixFileMode(new RunFolder(null, _root).Open(), Private | UnixFileMode.OtherRead);
        Assert.Contains("open to others", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_its_place_is_refused_even_to_a_folder_of_the_callers()
    {
        var elsewhere = Directory.CreateDirectory($"{_root}/elsewhere", Private).FullName;
        File.CreateSymbolicLink(new RunFolder(null, _root).Path, elsewhere);
        Assert.Contains("is not a folder", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_its_place_is_refused()
    {
        File.WriteAllText(new RunFolder(null, _root).Path, "");
        Assert.ThrowsAny<IOException>(() => new RunFolder(null, _root).Open());
        Assert.Contains("is not a folder", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.ThrowsAny<IOException>(() => new RunFolder(null, _root).Find()).Message;
}
