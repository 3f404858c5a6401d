using System.Text.Json.Nodes;
using McpBox.Packages.Locking;

namespace McpBox.Packages.Tests.Npm;

/// <summary>Packages that are as they should be, by npm itself.</summary>
public sealed class NpmBuildTests : IDisposable
{
    private readonly NpmBench _bench = new();

    [Fact]
    public void A_package_is_locked_with_its_dependencies_and_built_the_same_twice()
    {
        _bench.Public.Add(new TestPackage("tool", "1.2.0") { Files = { ["index.js"] = "module.exports = 1\n" } });
        var server = TestPackage.Server("server");
        server.Manifest["dependencies"] = new JsonObject { ["tool"] = "^1.0.0" };
        _bench.Public.Add(server);

        var locked = _bench.Resolve("server");
        var start = _bench.Build(locked);
        var first = _bench.Tree();
        _bench.Empty();
        _ = _bench.Build(locked);

        Assert.Equal("1.0.0", locked.Version);
        Assert.StartsWith("host linux-x64 glibc node-", locked.Toolchain, StringComparison.Ordinal);
        Assert.Equal(["node", "{files}/node_modules/server/cli.js"], start.Words);
        Assert.Contains("/node_modules/tool/index.js", first.Keys);
        Assert.Equal(["/node_modules"], first.Keys.Where(path => path.LastIndexOf('/') == 0));
        Assert.DoesNotContain("/node_modules/.package-lock.json", first.Keys);
        Assert.Equal(first, _bench.Tree());
    }

    [Fact]
    public void Two_people_with_two_registries_have_one_lock()
    {
        using var other = new NpmBench();
        _bench.Public.Add(TestPackage.Server("server"));
        other.Public.Add(TestPackage.Server("server"));

        var locked = _bench.Resolve("server");

        Assert.Equal(locked, other.Resolve("server"));
        Assert.DoesNotContain("127.0.0.1", locked.Resolution, StringComparison.Ordinal);
        _ = other.Build(locked);
    }

    [Fact]
    public void A_scope_is_asked_of_its_own_registry_with_its_token_which_never_enters_the_sandbox()
    {
        _bench.Private.Add(TestPackage.Server("@own/server"));
        _bench.Public.Add(TestPackage.Server("@own/server", "9.0.0"));

        var locked = _bench.Resolve("@own/server");
        _ = _bench.Build(locked);

        Assert.Equal("1.0.0", locked.Version);
        Assert.Empty(_bench.Public.Registry.Requests);
        Assert.All(_bench.Private.Registry.Requests, request => Assert.Equal($"Bearer {NpmBench.Token}", request.Header("authorization")));
        Assert.All(_bench.Sandbox.Steps, step => Assert.DoesNotContain(step.Environment, pair => pair.Value.Contains(NpmBench.Token, StringComparison.Ordinal)));
        Assert.DoesNotContain(NpmBench.Token, locked.Resolution + string.Concat(_bench.Tree()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_not_sent_to_another_registry_and_its_registry_is_not_asked_for_names_of_others()
    {
        _bench.Private.Add(TestPackage.Server("common"));
        _bench.Public.Add(TestPackage.Server("@other/server"));

        NpmBench.Refused("MB6313", () => _bench.Resolve("common"), "common", _bench.Public.Address);
        _ = _bench.Resolve("@other/server");

        Assert.Empty(_bench.Private.Registry.Requests);
        Assert.All(_bench.Public.Registry.Requests, request => Assert.Null(request.Header("authorization")));
    }

    [Fact]
    public void Scripts_run_only_where_they_are_allowed_and_then_without_network()
    {
        const string script = "const n=require('net').connect(4873,'127.0.0.1');const w=t=>{require('fs').writeFileSync('outcome',t);process.exit()};n.on('connect',()=>w('connected'));n.on('error',e=>w(e.code))";
        var server = TestPackage.Server("server");
        server.Manifest["scripts"] = new JsonObject { ["postinstall"] = "node install.js" };
        server.Files["install.js"] = script;
        _bench.Public.Add(server);

        _ = _bench.Build(_bench.Resolve("server"));
        Assert.DoesNotContain("/node_modules/server/outcome", _bench.Tree().Keys);
        _bench.Empty();
        _ = _bench.Build(_bench.Resolve("server", scripts: true));

        Assert.Equal("ECONNREFUSED", File.ReadAllText(Path.Combine(_bench.Folder, "node_modules/server/outcome")));
        Assert.Null(_bench.Sandbox.Steps[^1].Gateway);
    }

    [Theory]
    [InlineData("#!/usr/bin/env node", "node")]
    [InlineData("#!/usr/bin/env -S node --no-warnings", "node --no-warnings")]
    [InlineData("#!/usr/bin/node", "node")]
    [InlineData("// nothing", "node")]
    [InlineData("#!/bin/sh", "")]
    public void A_program_is_started_as_its_first_line_says(string line, string before)
    {
        var server = TestPackage.Server("server");
        server.Files["cli.js"] = $"{line}\n";
        _bench.Public.Add(server);

        var start = _bench.Build(_bench.Resolve("server"));

        Assert.Equal($"{before} {{files}}/node_modules/server/cli.js".TrimStart(), string.Join(' ', start.Words));
    }

    [Fact]
    public void A_first_line_may_set_a_harmless_variable()
    {
        var server = TestPackage.Server("server");
        server.Files["cli.js"] = "#!/usr/bin/env -S NODE_ENV=production NO_COLOR=1 node\n";
        _bench.Public.Add(server);

        var start = _bench.Build(_bench.Resolve("server"));

        Assert.Equal("node", start.Words[0]);
        Assert.Equal(["NODE_ENV=production", "NO_COLOR=1"], start.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Of_several_programs_one_has_to_be_named()
    {
        var server = TestPackage.Server("server");
        server.Manifest["bin"] = new JsonObject { ["one"] = "cli.js", ["two"] = "two.js" };
        server.Files["two.js"] = "#!/usr/bin/env node\n";
        _bench.Public.Add(server);
        var locked = _bench.Resolve("server");

        NpmBench.Refused("MB6415", () => _bench.Build(locked), "one, two");
        Assert.Empty(_bench.Tree());
        Assert.Equal("{files}/node_modules/server/two.js", _bench.Build(locked with { Spec = locked.Spec with { Program = "two" } }).Words[^1]);
    }

    [Fact]
    public void A_lock_of_another_toolchain_is_refused()
    {
        _bench.Public.Add(TestPackage.Server("server"));
        LockedPackage locked = _bench.Resolve("server") with { Toolchain = "host linux-x64 glibc node-1" };

        NpmBench.Refused("MB6414", () => _bench.Build(locked), "node-1");
    }

    public void Dispose() => _bench.Dispose();
}
