using System.Runtime.Versioning;

namespace McpBox.Cli.Tests.Packages;

[SupportedOSPlatform("linux")]
public sealed class UpdateCommandTests : IDisposable
{
    private readonly PackageDesk _desk = new();

    public UpdateCommandTests()
    {
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n");
        _desk.Registry.Dependencies["left"] = "1.0.0";
        _desk.Registry.Dependencies["stays"] = "1.0.0";
        Assert.Equal(ExitCodes.Ok, _desk.Lock("a").Code);
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void What_would_change_is_shown_before_it_does()
    {
        Release();
        var (code, output, _) = _desk.Update("a", "--dry-run");
        Assert.Equal(
            (ExitCodes.Ok, "npm:a 1.0.0 -> 2.0.0\n  ~ a 1.0.0 -> 2.0.0\n  - left 1.0.0\n  + right 3.0.0\n"), (code, output));
        Assert.Equal("1.0.0", Assert.Single(_desk.Locked).Version);
    }

    [Fact]
    public void Without_a_person_and_without_yes_nothing_changes()
    {
        Release();
        var (code, output, error) = _desk.Update("a");
        Assert.Equal(ExitCodes.PlanRefused, code);
        Assert.Contains("1.0.0 -> 2.0.0", output, StringComparison.Ordinal);
        Assert.Contains("MB6507", error, StringComparison.Ordinal);
        Assert.Equal("1.0.0", Assert.Single(_desk.Locked).Version);
    }

    [Theory]
    [InlineData(true, "2.0.0")]
    [InlineData(false, "1.0.0")]
    public void A_person_decides(bool answer, string version)
    {
        Release();
        _desk.Answer = answer;
        Assert.Equal(ExitCodes.Ok, _desk.Update("--all").Code);
        Assert.Equal(version, Assert.Single(_desk.Locked).Version);
    }

    [Fact]
    public void Yes_locks_and_builds_the_new_one()
    {
        Release();
        Assert.Equal(ExitCodes.Ok, _desk.Update("a", "--yes").Code);
        var locked = Assert.Single(_desk.Locked);
        Assert.Equal(("2.0.0", true), (locked.Version, locked.Tree is not null));
        Assert.NotNull(_desk.Parts.Store.Find(_desk.Key));
    }

    [Fact]
    public void What_is_up_to_date_is_not_asked_about()
    {
        Assert.Equal((ExitCodes.Ok, "npm:a 1.0.0 is up to date\n"), (_desk.Update("a").Code, _desk.Update("a").Output));
        Assert.Equal(1, _desk.Registry.Built);
    }

    [Fact]
    public void What_was_never_locked_has_nothing_to_update() =>
        Assert.Contains("MB6506", _desk.Update("npm:other").Error, StringComparison.Ordinal);

    [Fact]
    public void Outdated_says_what_update_would_choose_and_changes_nothing()
    {
        Release();
        _desk.Configure("[servers.a]\nspec = \"npm:a\"\n[servers.b]\nspec = \"npm:b\"\n");
        Assert.Equal(
            "SERVER  PACKAGE  LOCKED      NEWEST\na       npm:a    1.0.0       2.0.0\nb       npm:b    not locked  2.0.0\n", _desk.Outdated().Output);
        Assert.Equal(
            """{"server":"a","spec":"npm:a","locked":"1.0.0","newest":"2.0.0","outdated":true}""" + "\n", _desk.Outdated("--json", "a").Output);
        Assert.Equal("1.0.0", Assert.Single(_desk.Locked).Version);
    }

    private void Release()
    {
        _desk.Registry.Version = "2.0.0";
        _desk.Registry.Dependencies.Remove("left");
        _desk.Registry.Dependencies["right"] = "3.0.0";
    }
}
