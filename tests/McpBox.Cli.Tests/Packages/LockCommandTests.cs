using System.Runtime.Versioning;
using McpBox.Packages;

namespace McpBox.Cli.Tests.Packages;

[SupportedOSPlatform("linux")]
public sealed class LockCommandTests : IDisposable
{
    private readonly PackageDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void A_package_is_locked_and_built_once()
    {
        var (code, output, _) = _desk.Lock("npm:@scope/files@^1");
        var locked = Assert.Single(_desk.Locked);
        Assert.Equal((ExitCodes.Ok, $"npm:@scope/files@^1 1.0.0 {_desk.Key}\n"), (code, output));
        Assert.NotNull(locked.Tree);

        _desk.Registry.Version = "1.1.0";
        Assert.Equal((ExitCodes.Ok, output), (_desk.Lock("@scope/files@^1").Code, _desk.Lock("@scope/files@^1").Output));
        Assert.Equal((1, 1), (_desk.Registry.Resolved, _desk.Registry.Built));
    }

    [Fact]
    public void All_means_every_server_that_is_a_package_however_it_is_written()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n[servers.b]\ncommand = \"npx\"\nargs = [\"-y\", \"b\", \"/srv\"]\n[servers.c]\ncommand = \"node\"\n[servers.d]\nspec = \"oci:mcp/time\"\n");
        _desk.Shelf.Registry["mcp/time"] = FakeShelf.Digest('a');
        Assert.Equal(ExitCodes.Ok, _desk.Lock("--all").Code);
        Assert.Equal(["npm:a", "npm:b", "oci:docker.io/mcp/time@latest"], _desk.Locked.Select(package => package.Spec.ToString()));
    }

    [Fact]
    public void What_the_profile_says_of_packages_is_what_the_registry_is_asked()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n[servers.a.package]\nmin_age = \"7d\"\nscripts = \"allow\"\nallow_deprecated = true\n");
        Assert.Equal(ExitCodes.Ok, _desk.Lock("a").Code);
        Assert.Equal((TimeSpan.FromDays(7), true, true), (_desk.Registry.Asked!.MinAge, _desk.Registry.Asked.Scripts, _desk.Registry.Asked.AllowDeprecated));
    }

    [Fact]
    public void A_package_that_may_run_scripts_no_longer_is_built_again_in_the_same_versions()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\npackage.scripts = \"allow\"\n");
        _desk.Lock("a");
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n");
        _desk.Registry.Version = "2.0.0";
        Assert.Equal(ExitCodes.Ok, _desk.Lock("a").Code);
        Assert.Equal(("1.0.0", false), (Assert.Single(_desk.Locked).Version, _desk.Locked[0].Scripts));
    }

    [Fact]
    public void A_refusal_locks_nothing_and_does_not_keep_the_rest_from_it()
    {
        _desk.Registry.Refusal = new PackageException("MB6415", "too \u001b[31myoung", "wait");
        var (code, output, error) = _desk.Lock("npm:a", "npm:b");
        Assert.Equal((ExitCodes.PlanRefused, ""), (code, output));
        Assert.DoesNotContain('\u001b', error);
        Assert.Equal(2, error.Split("MB6415").Length - 1);
        Assert.Empty(_desk.Locked);
        Assert.Equal(2, _desk.Registry.Resolved);
    }

    [Theory]
    [InlineData("c", "MB6505", ExitCodes.PlanRefused)]
    [InlineData("e", "MB6012", ExitCodes.PlanRefused)]
    [InlineData("https://example.com/x.tgz", "MB6002", ExitCodes.PlanRefused)]
    public void What_is_no_package_is_refused_by_name(string name, string code, int exitCode)
    {
        _desk.Configure("[servers.c]\ncommand = \"node\"\n[servers.e]\ncommand = \"npx\"\nargs = [\"-c\", \"x\"]\n");
        var (exit, _, error) = _desk.Lock(name);
        Assert.Equal(exitCode, exit);
        Assert.Contains(code, error, StringComparison.Ordinal);
        Assert.Equal(0, _desk.Registry.Resolved);
    }

    [Fact]
    public void Nothing_to_lock_is_wrong_usage() => Assert.Equal(ExitCodes.Internal, _desk.Lock().Code);
}
