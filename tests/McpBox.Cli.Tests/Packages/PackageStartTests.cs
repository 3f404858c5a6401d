using System.Runtime.Versioning;
using McpBox.Cli.Packages;
using McpBox.Packages;

namespace McpBox.Cli.Tests.Packages;

[SupportedOSPlatform("linux")]
public sealed class PackageStartTests : IDisposable
{
    private const string Host = "host linux-x64 glibc";
    private readonly PackageDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void A_package_that_is_not_locked_is_a_refusal_with_the_one_command_to_type()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n");
        Assert.Equal(("MB6510", "mcpbox lock a"), Refusal(Words("a")));
        Assert.Equal(("MB6510", "mcpbox lock 'npm:b@^1'"), Refusal(Words("npm:b@^1")));
        Assert.Equal(0, _desk.Registry.Resolved);
    }

    [Fact]
    public void What_is_locked_for_another_toolchain_is_not_started()
    {
        _desk.Lock("npm:a");
        using var start = PackageStart.Of(Words("npm:a"), _desk.Parts, Host, verify: false);
        Assert.Equal("MB6510", Refusal(Words("npm:a"), "image sha256:0123 linux-x64").Code);
    }

    [Fact]
    public void What_is_locked_and_was_never_built_here_is_a_refusal_of_its_own()
    {
        _desk.Lock("npm:a");
        _ = _desk.Parts.Store.Collect(new HashSet<string>(), remove: true);
        Assert.Equal(("MB6511", "mcpbox lock npm:a"), Refusal(Words("npm:a")));
    }

    [Fact]
    public void What_was_built_by_scripts_is_not_started_where_they_are_denied()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\npackage.scripts = \"allow\"\n");
        _desk.Lock("a");
        using (PackageStart.Of(Words("a"), _desk.Parts, Host, verify: false))
            _desk.Configure("[servers.a]\nspec = \"npm:a\"\n");
        Assert.Equal("MB6512", Refusal(Words("a")).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_that_were_changed_since_are_found_before_the_server_is_let_go(bool verify)
    {
        _desk.Lock("npm:a");
        using (var good = PackageStart.Of(Words("npm:a"), _desk.Parts, Host, verify))
            Assert.Null(good.LastCheck());
        var script = Path.Combine(_desk.Parts.Store.Find(_desk.Key)!.Files, "server.js");
        var time = File.GetLastWriteTimeUtc(script);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(script, verify ? "// 1.0.1\n" : "// evil and longer\n");
        File.SetLastWriteTimeUtc(script, time);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using var bad = PackageStart.Of(Words("npm:a"), _desk.Parts, Host, verify);
        Assert.Equal(verify ? "MB6210" : "MB6209", bad.LastCheck()?.Code);
    }

    [Fact]
    public void A_containers_line_cannot_hand_in_what_the_loader_obeys()
    {
        _desk.Configure("[servers.a]\ncommand = \"docker\"\nargs = [\"run\", \"-i\", \"-e\", \"LD_PRELOAD=/x.so\", \"mcp/time\"]\n[servers.b]\ncommand = \"docker\"\nargs = [\"run\", \"-e\", \"HOME\", \"mcp/time\"]\n");
        foreach (var name in new[] { "a", "b" })
            Assert.Equal("MB1109", Assert.Throws<PackageException>(() => ServerWords.Of(_desk.Configuration.FindServer(name).Value!)).Refusal.Code);
    }

    [Fact]
    public void A_containers_line_is_rebuilt_under_the_profile_and_cannot_raise_its_limits()
    {
        _desk.Configure(
            "[servers.a]\ncommand = \"docker\"\nargs = [\"run\", \"-i\", \"--memory\", \"64g\", \"--cpus\", \"0.5\", \"-e\", \"TOKEN\", \"-e\", \"MODE=x\", \"-v\", \"/srv:/srv:ro\", \"mcp/time:1\", \"--zone\", \"UTC\"]\nenvironment.set = { TOKEN = \"fixed\" }\n");
        var words = ServerWords.Of(_desk.Configuration.FindServer("a").Value!);
        var profile = words.Server.Profile;
        Assert.Equal(("mcp/time:1", null, null), (profile.Container.Image, words.Server.Command, words.Spec));
        Assert.Equal(["--zone", "UTC"], words.Server.Args);
        Assert.Equal((1L << 30, 0.5), (profile.Limits.Memory, profile.Limits.Cpus));
        Assert.Equal(["TOKEN"], profile.Environment.Pass);
        Assert.Equal([KeyValuePair.Create("MODE", "x")], profile.Environment.Set);
        Assert.Equal(("/srv", false, false), Assert.Single(profile.Filesystem.Mounts) is var mount ? (mount.Source, mount.Writable, mount.AllowSensitive) : default);
    }

    [Fact]
    public void A_containers_line_cannot_choose_another_runtime_than_its_profile()
    {
        _desk.Configure("[servers.a]\ncommand = \"docker\"\nargs = [\"run\", \"-i\", \"--runtime\", \"runc\", \"mcp/time:1\"]\n");
        var server = _desk.Configuration.FindServer("a").Value!;
        Assert.Equal("runc", ServerWords.Of(server).Server.Profile.Container.Runtime);
        server = server with { Profile = server.Profile with { Container = server.Profile.Container with { Runtime = "runsc" } } };
        Assert.Equal("MB6022", Assert.Throws<PackageException>(() => ServerWords.Of(server)).Refusal.Code);
    }

    [Fact]
    public void Who_said_that_scripts_are_ignored_is_believed_whatever_the_profile_allows()
    {
        _desk.Configure("[servers.a]\ncommand = \"npx\"\nargs = [\"-y\", \"--ignore-scripts\", \"a\"]\npackage.scripts = \"allow\"\n");
        Assert.Equal("deny", Words("a").Server.Profile.Package.Scripts);
    }

    private ServerWords Words(string name) => new PackageSubjects(_desk.Configuration, null, null).Find(name);

    private (string Code, string Hint) Refusal(ServerWords words, string toolchain = Host) =>
        Assert.Throws<PackageException>(() => PackageStart.Of(words, _desk.Parts, toolchain, verify: false)).Refusal is var refusal ? (refusal.Code, refusal.Hint) : default;
}
