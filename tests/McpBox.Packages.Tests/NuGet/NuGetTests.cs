using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.NuGet;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;
using McpBox.Packages.Tests.Hosting;
using McpBox.Packages.Tests.PyPi;

namespace McpBox.Packages.Tests.NuGet;

public sealed class NuGetTests : IDisposable
{
    private static readonly ResolveOptions Cautious = new(TimeSpan.FromDays(2), AllowDeprecated: false, Scripts: false, null);
    private static readonly DateTimeOffset Old = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly BenchFolder _folder = new();
    private readonly LoopbackRegistry _registry = new();
    private readonly List<string> _leaves = [];
    private int _built;

    [Fact]
    public void A_tool_from_a_folder_starts()
    {
        Folder(new ToolFile("Echo.Mcp", "1.0.0"));
        var locked = Resolve();

        Assert.Matches(@"\AEcho\.Mcp 1\.0\.0 sha512-[A-Za-z0-9+/]{86}==\n\z", locked.Resolution);
        Assert.Matches(@"\Ahost linux-x64 glibc dotnet-\d+\z", locked.Toolchain);
        Assert.Equal("answer 1 to hello\n", Ask(locked));
    }

    [Fact]
    public void A_tool_from_a_feed_starts_without_the_feed()
    {
        Feed(new ToolFile("Echo.Mcp", "1.0.0"), Old);
        var locked = Resolve();
        Assert.Equal("answer 1 to hello\n", Ask(locked));
    }

    [Fact]
    public void A_tool_has_a_package_for_each_kind_of_machine()
    {
        Folder(new ToolFile("Echo.Mcp", "1.0.0") { Elsewhere = "Echo.Mcp.linux-x64" });
        Folder(new ToolFile("Echo.Mcp.linux-x64", "1.0.0"));
        var locked = Resolve();

        Assert.Equal(2, locked.Resolution.Count(unit => unit == '\n'));
        Assert.Equal("answer 1 to hello\n", Ask(locked));
    }

    [Fact]
    public void A_changed_package_under_the_same_version_is_refused()
    {
        Folder(new ToolFile("Echo.Mcp", "1.0.0"));
        var locked = Resolve();
        Folder(new ToolFile("Echo.Mcp", "1.0.0") { Text = "evil" });

        Assert.Contains("Echo.Mcp.1.0.0.nupkg", Assert.Throws<PackageException>(() => Ask(locked)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "built1")));
    }

    [Fact]
    public void A_young_an_unlisted_and_a_prerelease_version_are_passed_over()
    {
        Feed(new ToolFile("Echo.Mcp", "1.0.0"), Old);
        Feed(new ToolFile("Echo.Mcp", "1.1.0"), Old, "\"listed\":false,");
        Feed(new ToolFile("Echo.Mcp", "1.2.0"), TimeProvider.System.GetUtcNow());
        Feed(new ToolFile("Echo.Mcp", "1.3.0-beta"), Old);

        Assert.Equal("1.0.0", Resolve().Version);
        Assert.Equal("1.3.0-beta", Resolve("1.3.0-beta").Version);
        Assert.StartsWith("MB6457 ", Refused("1.1.0"), StringComparison.Ordinal);
        Assert.StartsWith("MB6455 ", Refused("1.2.0"), StringComparison.Ordinal);
        Assert.Equal("1.2.0", Resolve(options: Cautious with { MinAge = TimeSpan.Zero }).Version);
    }

    [Theory]
    [InlineData("../../escaped")]
    [InlineData("tools/net8.0/any/%2e%2e/%2e%2e/escaped")]
    public void A_file_outside_of_the_package_is_refused(string entry)
    {
        Folder(new ToolFile("Echo.Mcp", "1.0.0") { RawEntry = entry });

        Assert.StartsWith("MB6341 ", Assert.Throws<PackageException>(() => Ask(Resolve())).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "escaped")));
    }

    [Fact]
    public void What_is_no_tool_is_refused()
    {
        Folder(new ToolFile("Echo.Mcp", "1.0.0") { IsTool = false });

        Assert.StartsWith("MB6458 ", Refused(), StringComparison.Ordinal);
        Assert.StartsWith("MB6453 ", Refused("2.0.0"), StringComparison.Ordinal);
        Assert.StartsWith("MB6452 ", Refused("[1.0,2.0)"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_the_mapping_does_not_name_is_not_asked()
    {
        Feed(new ToolFile("Echo.Mcp", "9.0.0"), Old);
        Folder(new ToolFile("Echo.Mcp", "1.0.0"));
        var mapping = "<packageSourceMapping><packageSource key='folder'><package pattern='Echo.*'/></packageSource><packageSource key='feed'><package pattern='*'/></packageSource></packageSourceMapping>";

        Assert.Equal("1.0.0", Ecosystem(mapping).Resolve(new PackageSpec(McpBox.Packages.Specs.Ecosystem.NuGet, "Echo.Mcp", null), Cautious, default).Version);
        Assert.Empty(_registry.Requests);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _folder.Dispose();
    }

    private void Folder(ToolFile tool) => File.WriteAllBytes(Path.Combine(_folder.Folder("feed"), tool.Name), tool.Bytes());

    private void Feed(ToolFile tool, DateTimeOffset published, string more = "")
    {
        var address = _registry.Address;
        _leaves.Add($$"""{"catalogEntry":{"version":"{{tool.Version}}",{{more}}"published":"{{published:O}}"} }""");
        _registry.Map("/v3/index.json", _ => LoopbackReply.Json($$"""{"resources":[{"@id":"{{address}}/flat/","@type":"PackageBaseAddress/3.0.0"},{"@id":"{{address}}/reg/","@type":"RegistrationsBaseUrl/3.6.0"}]}"""));
        _registry.Map($"/reg/{tool.Id.ToLowerInvariant()}/index.json", _ => LoopbackReply.Json($$"""{"items":[{"@id":"{{address}}/page","items":[{{string.Join(',', _leaves)}}]}]}"""));
        _registry.Map($"/flat/{tool.Id.ToLowerInvariant()}/{tool.Version}/{tool.Name.ToLowerInvariant()}", _ => LoopbackReply.Bytes(tool.Bytes()));
    }

    private NuGetEcosystem Ecosystem(string more = "")
    {
        var feed = _leaves.Count > 0 ? $"<add key='feed' value='{_registry.Address}/v3/index.json'/>" : "";
        var folder = Directory.Exists(Path.Combine(_folder.Path, "feed")) ? $"<add key='folder' value='{_folder.Path}/feed'/>" : "";
        File.WriteAllText(Path.Combine(_folder.Folder(".nuget/NuGet"), "NuGet.Config"), $"<configuration><packageSources>{feed}{folder}</packageSources>{more}</configuration>");
        return new NuGetEcosystem(new BareSandbox(), NuGetConfig.Read(new Dictionary<string, string>(), _folder.Path, "/nowhere"), new GatewayLimits(), TimeProvider.System, _folder.Path);
    }

    private LockedPackage Resolve(string? wanted = null, ResolveOptions? options = null) =>
        Ecosystem().Resolve(new PackageSpec(McpBox.Packages.Specs.Ecosystem.NuGet, "Echo.Mcp", wanted), options ?? Cautious, default);

    private string Refused(string? wanted = null) => Assert.Throws<PackageException>(() => Resolve(wanted)).Message;

    private string Ask(LockedPackage locked)
    {
        var files = _folder.Folder($"built{++_built}");
        var start = Ecosystem().Build(locked, files, new BuildOptions(null), default);
        return PyPiBench.Ask(start, files, "hello");
    }
}
