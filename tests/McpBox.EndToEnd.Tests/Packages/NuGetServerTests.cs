namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>From a folder feed to an offline start: a .NET tool that the host's dotnet runs in the sandbox.</summary>
public sealed class NuGetServerTests : IDisposable
{
    private readonly PackageBox _box = new();

    public NuGetServerTests()
    {
        var config = Directory.CreateDirectory(Path.Combine(_box.Home, ".nuget/NuGet")).FullName;
        File.WriteAllText(Path.Combine(config, "NuGet.Config"), $"<configuration><packageSources><clear/><add key='own' value='{Feed}'/></packageSources></configuration>");
    }

    private string Feed => Path.Combine(_box.Box.Shared, "feed");

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_locked_tool_starts_in_each_of_its_forms_without_its_feed()
    {
        new ToolPackage("1.2.0").WriteTo(Feed);
        var said = await _box.OutputOfAsync("lock", "nuget:Echo.Mcp");
        Assert.StartsWith("nuget:Echo.Mcp 1.2.0 ", said, StringComparison.Ordinal);
        Directory.Delete(Feed, recursive: true);

        foreach (var words in (string[][])[["nuget:Echo.Mcp"], ["--", "dnx", "Echo.Mcp", "--yes"], ["--verify", "nuget:Echo.Mcp"]])
        {
            var hello = await _box.HelloAsync(["run", .. words]);
            Assert.Equal(("echo-mcp", "1.2.0"), (hello.Name, hello.Version));
        }
    }

    [Fact]
    public async Task A_package_that_was_changed_under_its_version_is_refused_by_the_lock()
    {
        new ToolPackage("1.2.0").WriteTo(Feed);
        _ = await _box.OutputOfAsync("lock", "nuget:Echo.Mcp");
        var locked = await File.ReadAllTextAsync(_box.LockPath, TestContext.Current.CancellationToken);
        _box.ForgetStore();
        new ToolPackage("1.2.0") { More = "tools/net8.0/any/more" }.WriteTo(Feed);

        _ = await _box.RefusalOfAsync("MB6332", "lock", "nuget:Echo.Mcp");

        _box.AssertNothingLeft(locked);
    }

    [Fact]
    public async Task A_package_with_a_path_that_leads_out_is_refused()
    {
        new ToolPackage("1.2.0") { More = "tools/net8.0/any/../../../../outside" }.WriteTo(Feed);

        _ = await _box.RefusalOfAsync("MB6341", "lock", "nuget:Echo.Mcp");

        _box.AssertNothingLeft(locked: null);
    }
}
