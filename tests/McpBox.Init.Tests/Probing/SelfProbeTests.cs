using System.Collections.Immutable;
using McpBox.Init.Probing;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Tests.Probing;

/// <summary>The probe on the bare host, which is no sandbox.</summary>
public sealed class SelfProbeTests
{
    private static readonly InitOrder Order = new()
    {
        Command = ["/usr/bin/true"],
        Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        WorkingDirectory = "/",
        HostPaths = ["/etc", "/nowhere"],
        WritablePaths = ["/tmp", "/home/mcp"],
    };

    private static readonly Lazy<ImmutableSortedDictionary<string, string>> Seen = new(() => SelfProbe.Observe(Order));

    [Fact]
    public void It_observes_every_check_of_the_table_and_no_other()
    {
        // Whether a host's root cgroup has limits is the host's business.
        string[] limits = [ProbeNames.Memory, ProbeNames.Swap, ProbeNames.Pids, ProbeNames.Cpus];
        Assert.Equal(
            ProbeChecks.All.Select(check => check.Name).Except(limits).Order(StringComparer.Ordinal),
            Seen.Value.Keys.Except(limits).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_tells_a_host_from_a_sandbox()
    {
        var context = Sample.Context with
        {
            HostNamespaces = HostFacts.Namespaces("net", "pid", "mnt"),
            HostFiles = HostFacts.Files(Order.HostPaths),
        };
        var report = ProbeComparison.Compare(Sample.Plan, context, new InitReport(Seen.Value));
        var weaker = report.Findings.Where(finding => !finding.Held).Select(finding => finding.Check).ToList();
        string[] certain =
        [
            ProbeNames.Namespaces, ProbeNames.Processes, ProbeNames.HostName, ProbeNames.HostFiles, ProbeNames.MountPoints, ProbeNames.FileSize,
        ];
        Assert.Empty(certain.Except(weaker));
    }

    [Fact]
    public void What_it_makes_it_removes()
    {
        var directory = Environment.CurrentDirectory;
        Assert.NotEmpty(Seen.Value);
        Assert.Equal(directory, Environment.CurrentDirectory);
        Assert.All(
            ProbeWords.Items(Seen.Value[ProbeNames.Protected]),
            item => Assert.Empty(Directory.GetFiles(item.Split('=')[0], ".mcpbox-probe*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true })));
    }

    [Fact]
    public void Nothing_is_tried_where_the_server_may_write() =>
        Assert.DoesNotContain("/usr", SelfProbe.Observe(Order with { WritablePaths = ["/usr"] })[ProbeNames.Protected], StringComparison.Ordinal);

    [Fact]
    public void Every_system_call_that_is_tried_has_an_outcome()
    {
        foreach (var check in SyscallTrials.All.GroupBy(trial => trial.Check))
        {
            var names = Seen.Value[check.Key].Split("; ").SelectMany(part => ProbeWords.Items(part.Split(": ")[1]));
            Assert.Equal(check.Select(trial => trial.Name).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        }
    }
}
