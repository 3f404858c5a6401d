using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Bubblewrap.Tests.Controls;

/// <summary>
/// mcpbox's own probe in real sandboxes: whole ones hold, and one from which a control was taken away is refused before its server starts, by
/// the name of the check.
/// </summary>
public sealed class SelfProbeTests
{
    /// <summary>Modules and other kernels need a capability before anything else, and many kernels are built without them.</summary>
    private static readonly string[] AllSyscalls =
    [
        .. ProbeChecks.All.Select(static check => check.Name)
            .Where(static name => name.StartsWith(ProbeNames.Syscalls, StringComparison.Ordinal) && name != "syscalls.kernel-code"),
    ];

    /// <summary>Who runs the sandbox, what is taken away, and the checks that must say so; others may, too.</summary>
    private static readonly (Identity Identity, string Removal, string[] Checks)[] Removals =
    [
        (Identity.Unprivileged, "network namespace", [ProbeNames.Namespaces, ProbeNames.Interfaces]),
        (Identity.RootNobody, "network namespace", [ProbeNames.Namespaces, ProbeNames.Interfaces]),
        (Identity.Unprivileged, "ipc namespace", [ProbeNames.Namespaces]),
        (Identity.Unprivileged, "uts namespace", [ProbeNames.Namespaces, ProbeNames.HostName]),
        (Identity.Unprivileged, "cgroup namespace", [ProbeNames.Namespaces]),
        (Identity.Unprivileged, "pid namespace", [ProbeNames.Namespaces, ProbeNames.Processes]),
        (Identity.RootCaller, "the host's /proc", [ProbeNames.Processes]),
        (Identity.Unprivileged, "capability drop", [ProbeNames.Capabilities]),
        (Identity.RootCaller, "capability drop", [ProbeNames.Capabilities]),
        (Identity.Unprivileged, "read-only root", [ProbeNames.Protected, ProbeNames.MountsWritable]),
        (Identity.RootCaller, "read-only usr", [ProbeNames.Protected, ProbeNames.MountsWritable]),
        (Identity.Unprivileged, "read-only usr", [ProbeNames.MountsWritable]),
        (Identity.RootCaller, "read-only proc", [ProbeNames.KernelWritable, ProbeNames.MountsWritable]),
        (Identity.Unprivileged, "read-only proc", [ProbeNames.MountsWritable]),
        (Identity.Unprivileged, "proc masks", [ProbeNames.KernelReadable]),
        (Identity.Unprivileged, "proc folder masks", [ProbeNames.KernelReadable]),
        (Identity.Unprivileged, "tmp size", [ProbeNames.MountSizes]),
        (Identity.RootNobody, "home size", [ProbeNames.MountSizes]),
        (Identity.Unprivileged, "shared memory size", [ProbeNames.MountSizes]),
        (Identity.RootCaller, "device protection", [ProbeNames.MountsWritable]),
        (Identity.RootNobody, "setpriv", [ProbeNames.Uid, ProbeNames.Gid, ProbeNames.Capabilities]),
        (Identity.Unprivileged, "both filters", [ProbeNames.Seccomp, .. AllSyscalls]),
        (Identity.RootNobody, "both filters", [ProbeNames.Seccomp, .. AllSyscalls]),
        (Identity.Unprivileged, "denying filter", [ProbeNames.Arguments]),
        (Identity.Unprivileged, "allowing filter", [ProbeNames.Sockets, ProbeNames.Unlisted]),
        (Identity.Unprivileged, "a mount's absence", [ProbeNames.MountPoints]),
        (Identity.RootCaller, "the home's absence", [ProbeNames.HostFiles, ProbeNames.MountPoints]),
        (Identity.RootCaller, "a device's absence", [ProbeNames.Devices, ProbeNames.MountPoints]),
        (Identity.RootCaller, "the /sys of the host", [ProbeNames.CgroupWritable, ProbeNames.MountPoints]),
    ];

    public static TheoryData<Identity> Whole => [.. Identities.Available];

    public static TheoryData<Identity, string> Weak
    {
        get
        {
            var data = new TheoryData<Identity, string>();
            foreach (var (identity, removal, _) in Removals.Where(static row => Identities.Available.Contains(row.Identity)))
                data.Add(identity, removal);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_whole_sandbox_holds_what_was_promised(Identity identity)
    {
        var run = Hosting.Run.As(identity, ["/usr/bin/echo", "started"]);
        Assert.Equal(("started\n", "", 0), (run.Output, run.Error, run.Code));
    }

    [Fact]
    public void A_probe_reports_every_check_and_starts_nothing()
    {
        var mark = Path.Combine(Path.GetTempPath(), $"mcpbox-probe-mark-{Environment.ProcessId}");
        Directory.CreateDirectory(mark);
        try
        {
            var plan = TestPlan.For("/usr/bin/touch", Path.Combine(mark, "ran")) with { Mounts = [new PlanMount(mark, mark, Writable: true, "test")] };
            var report = TestEngine.Plain.Probe(plan, Hosting.Run.NextSession());
            Assert.Equal(ProbeChecks.All.Select(static check => check.Name), report.Findings.Select(static finding => finding.Check));
            Assert.Empty(report.Findings.Where(static finding => !finding.Held));
            Assert.Empty(Directory.EnumerateFileSystemEntries(mark));
        }
        finally
        {
            Directory.Delete(mark, recursive: true);
        }
    }

    [Fact]
    public void Only_limits_that_need_cgroup_files_cannot_be_seen()
    {
        var report = TestEngine.Plain.Probe(TestPlan.For("/usr/bin/true"), Hosting.Run.NextSession());
        Assert.Equal(
            [ProbeNames.Memory, ProbeNames.Swap, ProbeNames.Pids, ProbeNames.Cpus],
            report.Findings.Where(static finding => !finding.Observable).Select(static finding => finding.Check));
    }

    [Theory]
    [MemberData(nameof(Weak))]
    public void A_sandbox_without_a_control_is_refused_by_the_name_of_its_check(Identity identity, string removal)
    {
        var words = Refusal(identity, removal);
        Assert.StartsWith("MB2310 ", words, StringComparison.Ordinal);
        var checks = Removals.Single(row => row.Identity == identity && row.Removal == removal).Checks;
        Assert.All(checks, check => Assert.Contains($"{check} (expected ", words, StringComparison.Ordinal));
    }

    private static string Refusal(Identity identity, string removal)
    {
        if (!identity.NeedsHost())
        {
            var engine = new BubblewrapEngine { InitFile = TestFiles.Init, Amend = Removal.Named(removal).Apply };
            var plan = TestPlan.For("/usr/bin/true") with { RunAs = identity.RunAs() };
            return Assert.Throws<SandboxException>(() => engine.Start(plan, Hosting.Run.NextSession())).Message;
        }

        using var process = Hosting.Run.StartHost(["--without", removal, "--judged"], ["/usr/bin/echo", "started"]);
        var words = process.StandardError.ReadToEnd();
        Assert.Equal("", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(125, process.ExitCode);
        return words;
    }
}
