using System.Text.Json.Nodes;
using McpBox.Packages.Locking;
using McpBox.Packages.Npm;

namespace McpBox.Packages.Tests.Npm;

/// <summary>Packages under other names than their own: only where a package says so.</summary>
public sealed class NpmAliasTests : IDisposable
{
    private readonly NpmBench _bench = new();
    private readonly TestPackage _evil = new("evil", "1.0.0") { Files = { ["index.js"] = "stolen()\n" } };

    public NpmAliasTests()
    {
        _bench.Public.Add(_evil);
        _bench.Public.Add(new TestPackage("tool", "1.0.0"));
    }

    [Theory]
    [InlineData("npm:@other/tool@^2.0.0")]
    [InlineData("npm:@other/tool")]
    public void An_alias_that_a_package_asks_for_is_built_and_said(string wanted)
    {
        _bench.Public.Add(new TestPackage("@other/tool", "2.0.0"));

        var locked = _bench.Resolve(Server("dependencies", wanted));
        Assert.Equal(["tool is an alias of @other/tool"], _bench.Lines);
        _bench.Lines.Clear();
        _ = _bench.Build(locked);

        Assert.Contains("tool is an alias of @other/tool", _bench.Lines);
        Assert.Contains("@other/tool", File.ReadAllText(Path.Combine(_bench.Folder, "node_modules/tool/package.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_among_optional_dependencies_is_built()
    {
        _ = _bench.Build(_bench.Resolve(Server("optionalDependencies", "npm:evil@1.0.0")));

        Assert.Contains("/node_modules/tool/index.js", _bench.Tree().Keys);
    }

    [Fact]
    public void A_lock_that_puts_another_package_under_the_servers_name_is_refused()
    {
        var locked = Changed(_bench.Resolve(Server("dependencies", "^1.0.0")), packages => Replace(packages, "node_modules/server"));

        NpmBench.Refused("MB6412", () => _bench.Build(locked), "in place of server it has evil");
        Assert.Empty(_bench.Tree());
    }

    [Fact]
    public void A_lock_that_puts_another_package_under_a_dependencys_name_is_refused()
    {
        var locked = Changed(_bench.Resolve(Server("dependencies", "^1.0.0")), packages => Replace(packages, "node_modules/tool"));

        NpmBench.Refused("MB6412", () => _bench.Build(locked), "node_modules/tool is evil");
        Assert.Empty(_bench.Tree());
    }

    [Fact]
    public void An_alias_of_another_package_than_the_one_that_is_asked_for_is_refused()
    {
        _bench.Public.Add(new TestPackage("@other/tool", "2.0.0"));
        var locked = Changed(_bench.Resolve(Server("dependencies", "npm:@other/tool@^2.0.0")), packages => Replace(packages, "node_modules/tool"));

        NpmBench.Refused("MB6412", () => _bench.Build(locked), "node_modules/tool is evil");
    }

    [Fact]
    public void An_alias_that_only_a_package_elsewhere_asks_for_is_refused()
    {
        var locked = Changed(_bench.Resolve(Server("dependencies", "^1.0.0")), packages =>
        {
            Replace(packages, "node_modules/server/node_modules/tool");
            packages["node_modules/tool"]!["dependencies"] = new JsonObject { ["tool"] = "npm:evil@1.0.0" };
        });

        NpmBench.Refused("MB6412", () => _bench.Build(locked), "node_modules/server/node_modules/tool is evil");
    }

    [Fact]
    public void A_lock_that_says_of_a_package_that_it_asks_for_an_alias_is_refused_when_the_package_does_not()
    {
        var locked = Changed(_bench.Resolve(Server("dependencies", "^1.0.0")), packages =>
        {
            Replace(packages, "node_modules/tool");
            packages["node_modules/server"]!["dependencies"]!["tool"] = "npm:evil@1.0.0";
        });

        NpmBench.Refused("MB6412", () => _bench.Build(locked), "node_modules/tool is evil");
        Assert.Empty(_bench.Tree());
    }

    [Theory]
    [InlineData("node_modules/tool", "tool")]
    [InlineData("node_modules/a/node_modules/@s/tool", "@s/tool")]
    [InlineData("node_modules/@node_modules/tool", "@node_modules/tool")]
    [InlineData("node_modules/@my_node_modules/tool", "@my_node_modules/tool")]
    [InlineData("node_modules/node_modules", "node_modules")]
    public void A_place_has_the_name_that_Node_finds_it_under(string path, string name) => Assert.Equal(name, NpmAliases.NameAt(path));

    public void Dispose() => _bench.Dispose();

    private string Server(string field, string wanted)
    {
        var server = TestPackage.Server("server");
        server.Manifest[field] = new JsonObject { ["tool"] = wanted };
        _bench.Public.Add(server);
        return server.Name;
    }

    private void Replace(JsonNode packages, string path)
    {
        packages[path] ??= new JsonObject();
        packages[path]!["name"] = "evil";
        packages[path]!["version"] = "1.0.0";
        packages[path]!["integrity"] = TestPackage.Sri(_evil.Pack());
    }

    private static LockedPackage Changed(LockedPackage locked, Action<JsonNode> change)
    {
        var resolution = JsonNode.Parse(locked.Resolution)!;
        change(resolution["packages"]!);
        return locked with { Resolution = resolution.ToJsonString() };
    }
}
