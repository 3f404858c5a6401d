using System.Runtime.Versioning;
using McpBox.Cli.Packages;
using McpBox.Packages;
using McpBox.Posix.Spawning;
using McpBox.Session;

namespace McpBox.Cli.Tests.Packages;

[SupportedOSPlatform("linux")]
public sealed class MissingPackageTests : IDisposable
{
    private const string Host = "host linux-x64 glibc";
    private readonly PackageDesk _desk = new();
    private readonly Pipe _input = Pipe.Open();
    private readonly List<string> _said = [];

    public void Dispose()
    {
        _desk.Dispose();
        _input.Dispose();
    }

    [Fact]
    public void By_default_nothing_is_built_while_a_client_waits()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n");
        Assert.Equal("MB6510", Assert.Throws<PackageException>(() => Open()).Refusal.Code);
        Assert.Equal((0, 0), (_desk.Registry.Resolved, _said.Count));
    }

    [Fact]
    public void Where_the_profile_says_so_it_is_locked_and_built_first_and_only_once()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\npackage.on_missing = \"build\"\n");
        using (var start = Open())
            Assert.Null(start.LastCheck());
        Open().Dispose();
        Assert.Equal((1, 1), (_desk.Registry.Resolved, _desk.Registry.Built));
        Assert.Contains(_said, line => line.Contains("on_missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_build_that_fails_is_the_refusal_that_the_client_gets()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\npackage.on_missing = \"build\"\n");
        _desk.Registry.Refusal = new PackageException("MB6415", "too young", "wait");
        Assert.Equal("MB6415", Assert.Throws<PackageException>(() => Open()).Refusal.Code);
        Assert.Empty(_desk.Locked);
    }

    [Fact]
    public void What_scripts_built_is_not_built_again_by_a_start_that_denies_them()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\npackage.scripts = \"allow\"\n");
        _desk.Lock("a");
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\npackage.on_missing = \"build\"\n");
        Assert.Equal("MB6512", Assert.Throws<PackageException>(() => Open()).Refusal.Code);
    }

    private PackageStart Open() => MissingPackage.Open(
        new PackageSubjects(_desk.Configuration, null, null).Find("a"), _desk.Parts, Host, verify: false,
        new EarlyClient((int)_input.Reader.DangerousGetHandle(), (int)_input.Writer.DangerousGetHandle()), _said.Add);
}
