using System.Runtime.Versioning;
using McpBox.Cli.Packages;

namespace McpBox.Cli.Tests.Packages;

/// <summary>Images in the lock file.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageLockTests : IDisposable
{
    private const string Complete = "docker.io/mcp/time";
    private readonly PackageDesk _desk = new();

    public ImageLockTests()
    {
        _desk.Shelf.Registry["mcp/time:1"] = FakeShelf.Digest('a');
        _desk.Configure("[servers.t]\nspec = \"oci:mcp/time:1\"\n[servers.d]\ncommand = \"docker\"\nargs = [\"run\", \"-i\", \"--rm\", \"mcp/time:1\"]\n");
    }

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("t")]
    [InlineData("d")]
    [InlineData("oci:mcp/time:1")]
    public void An_image_is_locked_to_its_digest_however_it_is_named(string name)
    {
        var (code, output, _) = _desk.Lock(name);
        Assert.Equal((ExitCodes.Ok, $"oci:{Complete}@1 {FakeShelf.Digest('a')} {FakeShelf.Digest('a')}\n"), (code, output));
        Assert.Equal($"{Complete}@{FakeShelf.Digest('a')}\n", Assert.Single(_desk.Locked).Resolution);
        foreach (var spelling in new[] { "mcp/time:1", "docker.io/mcp/time:1", "index.docker.io/mcp/time:1" })
            Assert.Equal($"{Complete}@{FakeShelf.Digest('a')}", ImageLocking.Pinned(_desk.Parts, spelling));
        Assert.Equal("mcp/time:2", ImageLocking.Pinned(_desk.Parts, "mcp/time:2"));
    }

    [Fact]
    public void What_is_locked_is_run_whatever_the_tag_means_by_now_until_it_is_updated()
    {
        _desk.Lock("t");
        _desk.Shelf.Registry["mcp/time:1"] = FakeShelf.Digest('b');
        _desk.Shelf.Daemon["mcp/time:1"] = new ShelvedImage(FakeShelf.Digest('b'), FakeShelf.Digest('0'));
        _desk.Lock("t");
        Assert.Equal($"{Complete}@{FakeShelf.Digest('a')}", Words("t").ImageToRun(_desk.Parts));
        Assert.Equal($"{Complete}@{FakeShelf.Digest('a')}", Words("d").ImageToRun(_desk.Parts));
        Assert.Contains("\"outdated\":true", _desk.Outdated("--json", "t").Output, StringComparison.Ordinal);

        var (code, output, _) = _desk.Update("t", "--yes");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains($"{FakeShelf.Digest('a')} -> {FakeShelf.Digest('b')}", output, StringComparison.Ordinal);
        Assert.Equal($"{Complete}@{FakeShelf.Digest('b')}", Words("t").ImageToRun(_desk.Parts));
    }

    [Fact]
    public void Another_machine_fetches_what_is_locked_and_not_what_the_tag_means()
    {
        _desk.Lock("t");
        _desk.Shelf.Registry["mcp/time:1"] = FakeShelf.Digest('b');
        _desk.Shelf.Daemon.Clear();
        _desk.Shelf.Fetched.Clear();
        Assert.Equal(ExitCodes.Ok, _desk.Lock("t").Code);
        Assert.Equal($"{Complete}@{FakeShelf.Digest('a')}", Assert.Single(_desk.Shelf.Fetched));
    }

    [Fact]
    public void An_image_that_was_built_here_is_locked_to_its_id()
    {
        _desk.Shelf.Daemon["mine"] = new ShelvedImage(FakeShelf.Digest('c'), FakeShelf.Digest('c'));
        _desk.Shelf.Daemon[FakeShelf.Digest('c')] = _desk.Shelf.Daemon["mine"];
        Assert.Equal(ExitCodes.Ok, _desk.Lock("oci:mine").Code);
        Assert.Equal(FakeShelf.Digest('c'), ImageLocking.Pinned(_desk.Parts, "mine:latest"));
        Assert.Empty(_desk.Shelf.Fetched);
    }

    [Theory]
    [InlineData("other.example/evil@{a}", "{a}")]
    [InlineData("docker.io/mcp/time:latest", "{a}")]
    [InlineData("other.example/evil:latest", "latest")]
    [InlineData("docker.io/mcp/time@{b}", "{a}")]
    public void A_lock_that_says_another_image_is_refused(string place, string version)
    {
        _desk.Lock("t");
        _desk.Rewrite(locked => locked with { Resolution = Filled(place) + "\n", Version = Filled(version) });
        Assert.Equal("MB6114", Assert.Throws<McpBox.Packages.PackageException>(() => Words("t").ImageToRun(_desk.Parts)).Refusal.Code);
        Assert.Contains("MB6114", _desk.Lock("t").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_by_its_digest_is_that_whatever_a_lock_says()
    {
        _desk.Lock("t");
        var asked = $"mcp/time@{FakeShelf.Digest('b')}";
        _desk.Rewrite(locked => locked with { Spec = locked.Spec with { Wanted = FakeShelf.Digest('b') } });
        Assert.Equal(asked, ImageLocking.Pinned(_desk.Parts, asked));
    }

    [Theory]
    [InlineData("oci:mcp/time:1", "spec = \"oci:mcp/time:1\"\nargs = [\"--utc\"]\n", "--utc")]
    [InlineData(null, "command = \"docker\"\nargs = [\"run\", \"-i\", \"--rm\", \"mcp/time:1\", \"--utc\"]\n", "docker", "run", "-i", "--rm", "mcp/time:1", "--utc")]
    public void An_image_is_added_as_it_was_typed_and_locked(string? spec, string toml, params string[] rest)
    {
        _desk.Configure("");
        Assert.Equal(ExitCodes.Ok, _desk.Add([.. rest], spec is null ? ["new"] : ["new", spec]).Code);
        Assert.Equal($"[servers.new]\n{toml}", File.ReadAllText(_desk.ConfigPath));
        Assert.Equal($"{Complete}@{FakeShelf.Digest('a')}", Words("new").ImageToRun(_desk.Parts));
        Assert.Equal(["--utc"], Words("new").Server.Args);
    }

    [Fact]
    public void The_image_under_a_package_is_not_the_locked_one_of_a_server()
    {
        _desk.Lock("t");
        _desk.Configure("[servers.p]\nspec = \"npm:p\"\ncontainer.image = \"mcp/time:1\"\n");
        Assert.Equal("mcp/time:1", Words("p").ImageToRun(_desk.Parts));
    }

    private static string Filled(string text) =>
        text.Replace("{a}", FakeShelf.Digest('a'), StringComparison.Ordinal).Replace("{b}", FakeShelf.Digest('b'), StringComparison.Ordinal);

    private ServerWords Words(string name) => new PackageSubjects(_desk.Configuration, null, null).Find(name);
}
