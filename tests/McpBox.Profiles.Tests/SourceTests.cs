using System.Runtime.InteropServices;
using McpBox.Posix.Files;

namespace McpBox.Profiles.Tests;

public sealed partial class SourceTests : IDisposable
{
    private const string Server = "[servers.x]\ncommand = \"x\"";
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Without_any_file_the_shipped_profiles_are_there()
    {
        var configuration = _folders.Load();
        Assert.Empty(configuration.Problems);
        Assert.Empty(configuration.Servers);
        Assert.Equal(["database", "node", "python", "strict", "web-api", "workspace"], configuration.Profiles.Keys);
        Assert.Empty(configuration.Files);
    }

    [Theory]
    [InlineData("/home/ada", null, "/home/ada", "/home/ada/.config/mcpbox")]
    [InlineData("/home/ada", "/cfg", "/home/ada", "/cfg/mcpbox")]
    [InlineData("/home/ada", "", "/home/ada", "/home/ada/.config/mcpbox")]
    [InlineData("/home/ada", "relative", "/home/ada", "/home/ada/.config/mcpbox")]
    [InlineData(null, "/cfg", null, "/cfg/mcpbox")]
    [InlineData("ada", null, null, null)]
    [InlineData(null, null, null, null)]
    public void The_folder_follows_the_environment(string? home, string? config, string? expectedHome, string? folder)
    {
        var locations = ConfigurationLocations.FromEnvironment(
            name => name switch { "HOME" => home, "XDG_CONFIG_HOME" => config, _ => "/wrong" }, 7);
        Assert.Equal((expectedHome, folder, 7u), (locations.Home, locations.Folder, locations.Caller));
    }

    [Fact]
    public void Without_a_home_there_is_no_folder_and_no_problem()
    {
        _folders.Locations = _folders.Locations with { Home = null, Folder = null };
        Assert.Empty(_folders.Load().Problems);
        Assert.NotNull(_folders.Load().FindProfile("strict").Value);
    }

    [Fact]
    public void A_config_that_everybody_may_write_is_refused()
    {
        _folders.WithConfig(Server);
        Assert.Empty(_folders.Load().Problems);
        File.SetUnixFileMode(_folders.ConfigFile, (UnixFileMode)0b110_100_110);
        AssertRefused(_folders.ConfigFile, $"take that away: chmod go-w {_folders.ConfigFile}");
    }

    [Fact]
    public void A_folder_in_which_others_may_replace_files_is_refused()
    {
        _folders.WithConfig(Server);
        File.SetUnixFileMode(_folders.Locations.Folder!, (UnixFileMode)0b111_101_111);
        AssertRefused(_folders.Locations.Folder!, $"take that away: chmod go-w {_folders.Locations.Folder}");
    }

    [Fact]
    public void A_config_of_somebody_else_is_refused()
    {
        _folders.WithConfig(Server);
        if (_folders.Locations.Caller == 0)
        {
            Assert.Equal(0, ChangeOwner(_folders.ConfigFile, 12345, uint.MaxValue));
        }
        else
        {
            _folders.Locations = _folders.Locations with { Caller = _folders.Locations.Caller + 1 };
        }

        var problem = _folders.Load().Problems.Last(problem => problem.Origin.Path == _folders.ConfigFile);
        Assert.Equal("MB1004", problem.Code);
        Assert.Contains("neither by you", problem.Message, StringComparison.Ordinal);
        Assert.Null(_folders.Load().FindServer("x").Value);
    }

    [Theory]
    [InlineData(0u, 0b110_100_100, true)]
    [InlineData(1000u, 0b101_101_101, true)]
    [InlineData(1001u, 0b110_100_100, false)]
    [InlineData(1000u, 0b110_110_100, false)]
    [InlineData(1000u, 0b110_100_110, false)]
    [InlineData(0u, 0b110_110_100, false)]
    public void A_file_is_believed_when_only_root_and_the_caller_may_write_it(uint owner, int mode, bool believed)
    {
        const uint SomeGroup = 4_000_000_123;
        var problems = new List<Problem>();
        var reader = new Sources.SourceReader(1000, null, problems);
        reader.Judge(new FileStatus(FileKind.Regular, mode, owner, SomeGroup, 0, 0), reader.DocumentOf("/etc/x"));
        Assert.Equal(believed, problems.Count == 0);
        Assert.All(problems, problem => Assert.Equal("MB1004", problem.Code));
    }

    [Fact]
    public void A_profile_that_others_may_write_stops_those_who_use_it()
    {
        _folders.WithProfile("mine", "").WithConfig(Server);
        File.SetUnixFileMode(_folders.ProfileFile("mine"), (UnixFileMode)0b110_110_110);
        Assert.Equal("MB1004", Assert.Single(_folders.Load().FindProfile("mine").Problems).Code);
        Assert.NotNull(_folders.Load().FindServer("x").Value);
    }

    [Fact]
    public void A_config_may_be_a_link_as_dotfile_tools_make_them()
    {
        _folders.WithConfig("");
        File.Delete(_folders.ConfigFile);
        File.CreateSymbolicLink(_folders.ConfigFile, Path.Combine(_folders.Home, "dotfiles.toml"));
        Assert.Equal("MB1002", Assert.Single(_folders.Load().Problems).Code);
        _folders.With(Path.Combine(_folders.Home, "dotfiles.toml"), Server);
        Assert.Equal(["x"], _folders.Load().Servers.Keys);
    }

    [Fact]
    public void A_projects_file_that_is_a_link_is_refused_unread()
    {
        var secret = Path.Combine(_folders.Home, "secret");
        _folders.With(secret, "-----BEGIN PRIVATE KEY-----");
        File.CreateSymbolicLink(_folders.ProjectFile, secret);
        var problem = Assert.Single(_folders.Load().Problems);
        Assert.Equal(("MB1002", "is a symbolic link, which a project's file must not be"), (problem.Code, problem.Message));
        Assert.Null(_folders.Load().FindProfile("strict").Value);
    }

    [Fact]
    public void A_projects_file_that_is_a_link_to_nowhere_is_refused()
    {
        File.CreateSymbolicLink(_folders.ProjectFile, Path.Combine(_folders.Home, "nowhere"));
        Assert.Equal("MB1002", Assert.Single(_folders.Load().Problems).Code);
    }

    [Fact]
    public void A_pipe_or_a_folder_in_a_files_place_is_refused_and_blocks_nobody()
    {
        Assert.Equal(0, MakePipe(_folders.ProjectFile, 0b110_000_000));
        _folders.WithProfile("mine", "");
        Directory.CreateDirectory(_folders.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(["is not a regular file", "is not a regular file"], _folders.Load().Problems.Select(problem => problem.Message));
    }

    [Fact]
    public void A_file_of_more_than_a_mebibyte_is_refused()
    {
        _folders.WithProject("#" + new string('x', Sources.SourceReader.MaxBytes - 1));
        Assert.Empty(_folders.Load().Problems);
        _folders.WithProject("#" + new string('x', Sources.SourceReader.MaxBytes));
        Assert.Equal("MB1003", Assert.Single(_folders.Load().Problems).Code);
    }

    [Fact]
    public void A_file_without_an_end_is_not_read_to_its_end()
    {
        var read = BoundedFile.Read("/proc/self/maps", 100, followLinks: true);
        Assert.Equal(BoundedReadStatus.TooLarge, read.Status);
        Assert.Equal(BoundedReadStatus.NotRegular, BoundedFile.Read("/dev/zero", 100, followLinks: true).Status);
    }

    [Fact]
    public void A_file_whose_name_is_no_profile_is_a_problem_and_other_files_are_not_looked_at()
    {
        _folders.WithProfile("my profile", "").WithProfile(".#draft", "[").With(_folders.ProfileFile("x") + ".bak", "[");
        var problem = Assert.Single(_folders.Load().Problems);
        Assert.Equal(("MB1005", _folders.ProfileFile("my profile")), (problem.Code, problem.Origin.Path));
    }

    [Theory]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41 })]
    [InlineData(new byte[] { 0x61, 0x3D, 0x22, 0xC0, 0x80, 0x22 })]
    public void Bytes_that_are_not_text_are_a_problem(byte[] bytes)
    {
        _folders.WithConfig("");
        File.WriteAllBytes(_folders.ConfigFile, bytes);
        Assert.Equal("MB1001", Assert.Single(_folders.Load().Problems).Code);
    }

    [Fact]
    public void One_file_can_be_checked_as_what_its_name_says()
    {
        _folders.WithConfig(Server).WithProfile("other", "engine = 1");
        var folder = Path.Combine(_folders.Home, "drafts");
        var profile = Path.Combine(folder, "strict.toml");
        _folders.With(profile, "extends = \"strict\"\n[limits]\npids = 0");
        _folders.With(Path.Combine(folder, "mcpbox.toml"), "[servers.y]");
        _folders.With(Path.Combine(folder, "config.toml"), "[servers.y]\ncommand = \"\"");
        Assert.Equal(["MB1103"], Check(profile));
        Assert.Equal(["MB1132"], Check(Path.Combine(folder, "mcpbox.toml")));
        Assert.Equal(["MB1113"], Check(Path.Combine(folder, "config.toml")));
        Assert.Equal(["MB1002"], Check(Path.Combine(folder, "absent.toml")));
        Assert.Equal(["MB1005"], Check(Path.Combine(folder, "no name")));
        Assert.Empty(Check(_folders.ConfigFile));

        IEnumerable<string> Check(string file) =>
            Configuration.Check(_folders.Locations, _folders.Project, file).Select(problem => problem.Code);
    }

    private void AssertRefused(string path, string hint)
    {
        var configuration = _folders.Load();
        var problem = Assert.Single(configuration.Problems);
        Assert.Equal(("MB1004", path, hint), (problem.Code, problem.Origin.Path, problem.Hint));
        Assert.Null(configuration.FindServer("x").Value);
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
