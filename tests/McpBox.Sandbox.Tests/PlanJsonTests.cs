using System.Collections.Immutable;
using System.Text;

namespace McpBox.Sandbox.Tests;

public sealed class PlanJsonTests
{
    private static readonly SandboxPlan Plan = new()
    {
        Name = "files",
        Profile = "strict",
        Command = ["/usr/bin/node", "/srv/ä.js", "a\"b"],
        WorkingDirectory = "/home/mcp",
        Mounts = [new PlanMount("/srv/x", "/x", Writable: true, "declared at config.toml:3:1")],
        TmpSize = 1,
        HomeSize = 2,
        Environment = Strings(("TOKEN", "canary-1"), ("PATH", "/usr/bin"), ("KEY", "canary-2"), ("OTHER", "canary-3")),
        EnvironmentSources = Sources(("PATH", EnvironmentSource.Fixed), ("KEY", EnvironmentSource.Set), ("TOKEN", EnvironmentSource.Pass)),
        Limits = new PlanLimits(3, 4, 0.5, 6, 7, RequireCgroup: true),
        RunAs = RunAs.Nobody,
    };

    [Fact]
    public void The_canonical_json_has_sorted_keys_no_whitespace_and_plain_UTF_8()
    {
        Assert.Equal(
            """{"command":["/usr/bin/node","/srv/ä.js","a\"b"],"environment":{"KEY":{"source":"set"},"OTHER":{"source":"pass"}"""
            + ""","PATH":{"source":"fixed","value":"/usr/bin"},"TOKEN":{"source":"pass"}},"home":"/home/mcp","home_size":2"""
            + ""","limits":{"cpus":0.5,"file_size":7,"memory":3,"open_files":6,"pids":4,"require_cgroup":true}"""
            + ""","mounts":[{"source":"/srv/x","target":"/x","writable":true}],"name":"files","network":"none","profile":"strict","run_as":"nobody","tmp_size":1,"v":2,"working_directory":"/home/mcp"}""",
            Encoding.UTF8.GetString(PlanJson.Write(Plan)));
    }

    [Fact]
    public void Names_and_listeners_stand_in_it_where_there_are_some()
    {
        var json = Encoding.UTF8.GetString(PlanJson.Write(Plan with
        {
            Listeners = [new("127.83.0.1", 53), new("127.83.0.1", 53, ListenerKind.Udp)],
            Hosts = [new("b.example", "127.83.0.2"), new("a.example", "127.83.0.1")],
            Resolver = "127.83.0.1",
        }));
        Assert.Contains(""","home_size":2,"hosts":[{"address":"127.83.0.2","name":"b.example"},{"address":"127.83.0.1","name":"a.example"}],"limits":""", json, StringComparison.Ordinal);
        Assert.Contains(""","listeners":["127.83.0.1:53","127.83.0.1:53/udp"],"mounts":""", json, StringComparison.Ordinal);
        Assert.Contains(""","profile":"strict","resolver":"127.83.0.1","run_as":""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void No_value_that_may_be_a_secret_is_in_it_even_when_its_source_is_unknown()
    {
        Assert.DoesNotContain("canary", Encoding.UTF8.GetString(PlanJson.Write(Plan)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_the_SHA_256_of_the_canonical_json()
    {
        var digest = System.Security.Cryptography.SHA256.HashData(PlanJson.Write(Plan));

        Assert.Equal(Convert.ToHexStringLower(digest), PlanJson.Sha256(Plan));
    }

    [Fact]
    public void The_order_in_which_variables_were_gathered_does_not_matter()
    {
        var other = Plan with { Environment = Plan.Environment.WithComparers(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a))) };

        Assert.Equal(PlanJson.Sha256(Plan), PlanJson.Sha256(other));
    }

    [Fact]
    public void Why_a_mount_is_there_and_the_value_of_a_secret_do_not_change_the_hash()
    {
        var other = Plan with
        {
            Mounts = [Plan.Mounts[0] with { Reason = "declared at config.toml:4:1" }],
            Environment = Plan.Environment.SetItem("TOKEN", "rotated"),
        };

        Assert.Equal(PlanJson.Sha256(Plan), PlanJson.Sha256(other));
    }

    public static TheoryData<string, SandboxPlan> Changes() => new()
    {
        { "name", Plan with { Name = "x" } },
        { "profile", Plan with { Profile = "x" } },
        { "command", Plan with { Command = Plan.Command.Add("x") } },
        { "working directory", Plan with { WorkingDirectory = "/x" } },
        { "mount's source", Plan with { Mounts = [Plan.Mounts[0] with { Source = "/y" }] } },
        { "mount's target", Plan with { Mounts = [Plan.Mounts[0] with { Target = "/y" }] } },
        { "mount's mode", Plan with { Mounts = [Plan.Mounts[0] with { Writable = false }] } },
        { "home", Plan with { Home = "/x" } },
        { "tmp size", Plan with { TmpSize = 9 } },
        { "home size", Plan with { HomeSize = 9 } },
        { "fixed value", Plan with { Environment = Plan.Environment.SetItem("PATH", "/x") } },
        { "variable's source", Plan with { EnvironmentSources = Plan.EnvironmentSources.SetItem("KEY", EnvironmentSource.Pass) } },
        { "variable's name", Plan with { Environment = Plan.Environment.Remove("KEY") } },
        { "memory", Plan with { Limits = Plan.Limits with { Memory = 9 } } },
        { "pids", Plan with { Limits = Plan.Limits with { Pids = 9 } } },
        { "cpus", Plan with { Limits = Plan.Limits with { Cpus = 9 } } },
        { "open files", Plan with { Limits = Plan.Limits with { OpenFiles = 9 } } },
        { "file size", Plan with { Limits = Plan.Limits with { FileSize = 9 } } },
        { "cgroup", Plan with { Limits = Plan.Limits with { RequireCgroup = false } } },
        { "listener", Plan with { Listeners = [new("127.0.0.1", 53)] } },
        { "host", Plan with { Hosts = [new("a", "127.0.0.1")] } },
        { "resolver", Plan with { Resolver = "127.0.0.1" } },
        { "identity", Plan with { RunAs = RunAs.Caller } },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Whatever_the_sandbox_allows_changes_the_hash(string what, SandboxPlan changed)
    {
        Assert.True(PlanJson.Sha256(Plan) != PlanJson.Sha256(changed), what);
    }

    private static ImmutableSortedDictionary<string, string> Strings(params (string Name, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, EnvironmentSource> Sources(params (string Name, EnvironmentSource Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
}
