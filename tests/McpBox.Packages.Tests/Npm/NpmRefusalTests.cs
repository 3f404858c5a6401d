using System.Formats.Tar;
using System.Text.Json.Nodes;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Npm;

/// <summary>Each thing that a registry or a package may try, refused by name, with nothing left.</summary>
public sealed class NpmRefusalTests : IDisposable
{
    private readonly NpmBench _bench = new();

    [Fact]
    public void A_changed_tarball_under_the_same_version_is_refused()
    {
        var server = TestPackage.Server("server");
        _bench.Public.Add(server);
        var locked = _bench.Resolve("server");
        server.Files["cli.js"] = "stolen()";
        _bench.Public.Serve(server, server.Pack());

        NpmBench.Refused("MB6332", () => _bench.Build(locked), "server@1.0.0");
        Assert.Empty(_bench.Tree());
    }

    [Fact]
    public void A_tarball_that_never_had_the_hash_of_its_metadata_is_refused()
    {
        var server = TestPackage.Server("server");
        server.Integrity = TestPackage.Sri([1, 2, 3]);
        _bench.Public.Add(server);

        NpmBench.Refused("MB6332", () => _bench.Build(_bench.Resolve("server")), "server@1.0.0");
        Assert.Empty(_bench.Tree());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sha1-C+7Hteo/D9vJXQ3UfzxbwnXaijM=")]
    public void A_version_without_a_strong_hash_is_not_locked(string? integrity)
    {
        var server = TestPackage.Server("server");
        server.Integrity = integrity;
        _bench.Public.Add(server);

        NpmBench.Refused("MB6330", () => _bench.Resolve("server"), "server@1.0.0");
    }

    [Fact]
    public void A_tarball_that_lies_elsewhere_is_refused_before_it_is_locked()
    {
        _bench.Public.Add(new TestPackage("server", "1.0.0") { Tarball = "https://elsewhere.example/server.tgz" });

        NpmBench.Refused("MB6407", () => _bench.Resolve("server"), "server@1.0.0", "elsewhere.example");
    }

    [Fact]
    public void What_is_too_young_does_not_exist_and_the_refusal_says_what_does()
    {
        var now = TimeProvider.System.GetUtcNow();
        _bench.Public.Add(TestPackage.Server("server"));
        _bench.Public.Add(new TestPackage("server", "1.1.0") { Published = now.AddHours(-5), Manifest = new JsonObject { ["bin"] = "cli.js" } });

        Assert.Equal("1.0.0", _bench.Resolve("server").Version);
        Assert.Contains(_bench.Lines, line => line.Contains("1.1.0 was published 5 h ago", StringComparison.Ordinal));
        NpmBench.Refused("MB6405", () => _bench.Resolve("server", "1.1.0"), "1.0.0", "1.1.0 was published 5 h ago");
        NpmBench.Refused("MB6405", () => _bench.Resolve("server", "^1.1"), "1.1.0 was published 5 h ago");
        Assert.Equal("1.1.0", _bench.Resolve("server", minAge: TimeSpan.Zero).Version);
    }

    [Fact]
    public void A_dependency_that_is_too_young_is_not_chosen()
    {
        var server = TestPackage.Server("server");
        server.Manifest["dependencies"] = new JsonObject { ["tool"] = "^1.0.0" };
        _bench.Public.Add(server);
        _bench.Public.Add(new TestPackage("tool", "1.0.0"));
        _bench.Public.Add(new TestPackage("tool", "1.0.1") { Published = TimeProvider.System.GetUtcNow().AddHours(-1) });

        Assert.DoesNotContain("1.0.1", _bench.Resolve("server").Resolution, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "MB6405")]
    [InlineData(1000, null)]
    public void A_lock_that_comes_with_a_package_has_to_keep_to_the_same_age(int days, string? code)
    {
        var tool = new TestPackage("tool", "1.0.0") { Published = TimeProvider.System.GetUtcNow().AddDays(-days) };
        _bench.Public.Add(tool);
        var server = TestPackage.Server("server");
        server.Manifest["dependencies"] = new JsonObject { ["tool"] = "1.0.0" };
        server.Manifest["_hasShrinkwrap"] = true;
        server.Files["npm-shrinkwrap.json"] = $$$$"""
            {"name":"server","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"server","version":"1.0.0","dependencies":{"tool":"1.0.0"}},
            "node_modules/tool":{"version":"1.0.0","resolved":"https://author.example/{{{{TestShelf.TarballPath(tool)}}}}","integrity":"{{{{TestPackage.Sri(tool.Pack())}}}}"
            }}}
            """;
        _bench.Public.Add(server);

        if (code is not null)
        {
            NpmBench.Refused(code, () => _bench.Resolve("server"), "tool");
            return;
        }

        _ = _bench.Build(_bench.Resolve("server"));
        Assert.Contains("/node_modules/server/node_modules/tool/package.json", _bench.Tree().Keys);
    }

    [Fact]
    public void The_newest_version_is_the_newest_that_is_old_enough_in_the_range_that_was_asked_for()
    {
        var server = TestPackage.Server("server", "1.5.0");
        server.Manifest["dependencies"] = new JsonObject { ["nowhere"] = "1" };
        _bench.Public.Add(server);
        _bench.Public.Add(TestPackage.Server("server", "2.0.0"));
        var options = new Building.ResolveOptions(TimeSpan.FromDays(2), false, false, null);

        string Newest(string? wanted) => _bench.Npm.NewestVersion(new McpBox.Packages.Specs.PackageSpec(McpBox.Packages.Specs.Ecosystem.Npm, "server", wanted), options, TestContext.Current.CancellationToken);

        Assert.Equal("2.0.0", Newest(null));
        Assert.Equal("1.5.0", Newest("^1"));
    }

    [Fact]
    public void A_deprecated_package_is_refused_and_a_deprecated_dependency_is_said()
    {
        var server = TestPackage.Server("server");
        server.Manifest["dependencies"] = new JsonObject { ["tool"] = "*" };
        _bench.Public.Add(server);
        _bench.Public.Add(new TestPackage("tool", "1.0.0") { Deprecated = "use another" });

        _ = _bench.Resolve("server");
        Assert.Contains("tool@1.0.0 is deprecated: use another", _bench.Lines);
        NpmBench.Refused("MB6406", () => _bench.Resolve("tool"), "tool@1.0.0", "use another");
        Assert.Equal("1.0.0", _bench.Resolve("tool", deprecated: true).Version);
    }

    [Theory]
    [InlineData("git+https://elsewhere.example/tool.git")]
    [InlineData("github:somebody/tool")]
    [InlineData("somebody/tool")]
    [InlineData("https://elsewhere.example/tool.tgz")]
    [InlineData("file:../../etc")]
    public void A_dependency_that_no_registry_has_is_refused(string wanted)
    {
        var server = TestPackage.Server("server");
        server.Manifest["dependencies"] = new JsonObject { ["tool"] = wanted };
        _bench.Public.Add(server);

        NpmBench.Refused("MB6408", () => _bench.Resolve("server"), "server@1.0.0", "tool");
    }

    [Fact]
    public void What_does_not_exist_is_said_to_be_missing()
    {
        _bench.Public.Add(TestPackage.Server("server"));

        NpmBench.Refused("MB6313", () => _bench.Resolve("nobody"), "nobody");
        NpmBench.Refused("MB6404", () => _bench.Resolve("server", "7"), "server", "7");
        NpmBench.Refused("MB6403", () => _bench.Resolve("server", "https://elsewhere.example/x.tgz"));
        NpmBench.Refused("MB6403", () => _bench.Resolve("../server"));
    }

    [Theory]
    [InlineData("../../outside", TarEntryType.RegularFile, "MB6341")]
    [InlineData("package/link", TarEntryType.SymbolicLink, "MB6342")]
    [InlineData("package/hard", TarEntryType.HardLink, "MB6342")]
    public void A_tarball_that_leaves_its_folder_is_refused(string path, TarEntryType kind, string code)
    {
        var server = new TestPackage("server", "1.0.0")
        {
            Manifest = new JsonObject { ["bin"] = "cli.js" },
            Files = { ["cli.js"] = "" },
            More = tar => tar.WriteEntry(kind == TarEntryType.RegularFile ? new UstarTarEntry(kind, path) { ModificationTime = DateTimeOffset.UnixEpoch }
                : new UstarTarEntry(kind, path) { ModificationTime = DateTimeOffset.UnixEpoch, LinkName = "/etc/passwd" }),
        };
        _bench.Public.Add(server);

        NpmBench.Refused(code, () => _bench.Build(_bench.Resolve("server")), "server@1.0.0");
        Assert.Empty(_bench.Tree());
    }

    [Fact]
    public void A_tarball_without_end_is_refused()
    {
        var server = TestPackage.Server("server");
        _bench.Public.Add(server);
        var locked = _bench.Resolve("server");
        _bench.Public.Registry.MapRaw($"/npm/{TestShelf.TarballPath(server)}", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
            _bench.Public.Registry.Closing.WaitHandle.WaitOne();
        });

        NpmBench.Refused("MB6317", () => _bench.Build(locked), "server-1.0.0.tgz");
        Assert.Empty(_bench.Tree());
    }

    [Fact]
    public void A_lock_that_says_other_things_than_a_lock_may_is_refused()
    {
        _bench.Public.Add(TestPackage.Server("server"));
        var locked = _bench.Resolve("server");

        NpmBench.Refused("MB6412", () => _bench.Build(locked with { Resolution = locked.Resolution.Replace("node_modules/server", "node_modules/../server", StringComparison.Ordinal) }));
        NpmBench.Refused("MB6412", () => _bench.Build(locked with { Version = "2.0.0" }));
        NpmBench.Refused("MB6330", () => _bench.Build(locked with { Resolution = locked.Resolution.Replace("sha512-", "md5-", StringComparison.Ordinal) }));
    }

    [Theory]
    [InlineData("NODE_OPTIONS=--require=/x.js", "NODE_OPTIONS")]
    [InlineData("LD_PRELOAD=/x.so", "LD_PRELOAD")]
    [InlineData("PATH=/x", "PATH")]
    [InlineData("HOME=/x", "HOME")]
    [InlineData("MCPBOX_X=1", "MCPBOX_X")]
    [InlineData("NO_COLOR=1 ANYTHING=1", "ANYTHING")]
    public void A_first_line_that_sets_what_is_obeyed_before_the_program_is_refused(string words, string variable)
    {
        var server = TestPackage.Server("server");
        server.Files["cli.js"] = $"#!/usr/bin/env -S {words} node\n";
        _bench.Public.Add(server);

        NpmBench.Refused("MB6415", () => _bench.Build(_bench.Resolve("server")), "server", $"sets {variable};");
        Assert.Empty(_bench.Tree());
    }

    [Fact]
    public void Descriptions_that_are_too_much_for_one_build_are_refused_though_each_is_small_enough()
    {
        var server = TestPackage.Server("server");
        server.Manifest["dependencies"] = new JsonObject { ["one"] = "1", ["two"] = "1" };
        _bench.Public.Add(server);
        foreach (var name in (string[])["one", "two"])
            _bench.Public.Add(new TestPackage(name, "1.0.0") { Manifest = new JsonObject { ["description"] = new string('x', 40_000) } });

        _bench.Limits = new GatewayLimits { Metadata = 64_000 };
        NpmBench.Refused("MB6320", () => _bench.Resolve("server"), "what registries say");
        _bench.Limits = new GatewayLimits { Metadata = 100_000 };
        Assert.Equal("1.0.0", _bench.Resolve("server").Version);
    }

    public void Dispose() => _bench.Dispose();
}
