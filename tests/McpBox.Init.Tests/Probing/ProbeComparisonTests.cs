using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Tests.Probing;

public sealed class ProbeComparisonTests
{
    /// <summary>For each check, observations that are weaker than the promise in this check alone.</summary>
    private static readonly (string Check, string[] Weaker)[] Weaker =
    [
        (ProbeNames.Processes, ["7", "7 8"]),
        (ProbeNames.Namespaces, ["net:[1] pid:[6]", "pid:[6]", "none"]),
        (ProbeNames.HostName, ["host", ""]),
        (ProbeNames.Interfaces, ["lo eth0", "lo sit0(down) eth0"]),
        (ProbeNames.Routes, ["eth0"]),
        (ProbeNames.Reachable, ["169.254.169.254=connected 192.0.2.1=ENETUNREACH 2001:db8::1=ENETUNREACH", "192.0.2.1=ENETUNREACH", "none"]),
        (ProbeNames.Listeners, ["TCP:3"]),
        (ProbeNames.AbstractSockets, ["@dbus"]),
        (ProbeNames.Protected, ["/=made", "/=EROFS /etc=made", "/=EROFS /etc=EEXIST", "/etc=EROFS", "none"]),
        (ProbeNames.HostFiles, ["/home=254:0:9 /root=absent", "/root=254:0:7", "/home=absent", "none"]),
        (ProbeNames.DaemonSockets, ["/run/docker.sock"]),
        (ProbeNames.MountPoints, ["/ /mnt", "/ /usr2", "/ /srv", "/ /tmp/x", "none", ""]),
        (ProbeNames.MountsWritable, ["/", "/usr /tmp", "/usr/local", "/srv/code", "/mnt"]),
        (ProbeNames.MountsSetUid, ["/tmp", "/srv/code", "/usr/local"]),
        (ProbeNames.MountsDevices, ["/home/mcp", "/usr"]),
        (ProbeNames.MountsExecutable, ["/dev/shm"]),
        (ProbeNames.MountSizes, ["/tmp=8388608", "/tmp=unlimited", "/home/mcp=4194304", "/dev/shm=EACCES", "/run=4096"]),
        (ProbeNames.Devices, ["null sda", "kvm"]),
        (ProbeNames.Terminal, ["tty:34816"]),
        (ProbeNames.Descriptors, ["7=/sys/fs/cgroup"]),
        (ProbeNames.KernelReadable, ["/proc/kallsyms"]),
        (ProbeNames.KernelWritable, ["/proc/sys/kernel/core_pattern"]),
        (ProbeNames.CgroupWritable, ["/sys/fs/cgroup/memory/release_agent"]),
        (ProbeNames.Capabilities, ["CapBnd=1", "CapEff=?"]),
        (ProbeNames.NoNewPrivileges, ["0"]),
        (ProbeNames.Seccomp, ["0", "1"]),
        (ProbeNames.Scheduling, ["fifo", "round-robin", "deadline"]),
        (ProbeNames.Uid, ["0", "65534/0"]),
        (ProbeNames.Gid, ["0", "65534/0"]),
        (ProbeNames.Groups, ["0", "100 27"]),
        (ProbeNames.UidMap, ["0 0 4294967295"]),
        (ProbeNames.GidMap, ["0 0 4294967295"]),
        (ProbeNames.OpenFiles, ["257", "unlimited"]),
        (ProbeNames.FileSize, ["8388609", "unlimited"]),
        (ProbeNames.Core, ["1", "unlimited"]),
        (ProbeNames.Memory, ["268435457", "unlimited", "-1"]),
        (ProbeNames.Swap, ["4096", "unlimited"]),
        (ProbeNames.Pids, ["65", "unlimited"]),
        (ProbeNames.Cpus, ["1.6", "unlimited", "NaN"]),
        (ProbeNames.Arguments, ["EPERM: ioctl(1=5412)", "EINVAL: clone(0=10000000)"]),
        (ProbeNames.Sockets, ["EPERM: socket(0)", "allowed: socket(17)"]),
        (ProbeNames.Unlisted, ["EFAULT: mq_open"]),
    ];

    /// <summary>Outcomes of a call that the kernel looked at.</summary>
    private static readonly string[] LetThrough = ["EINVAL", "allowed", "EFAULT"];

    private static IEnumerable<(string Check, string Observed)> WeakerSyscalls() => SyscallTrials.All
        .GroupBy(trial => trial.Check)
        .SelectMany(check => check.SelectMany(trial => LetThrough.Select(outcome =>
            (check.Key, $"{outcome}: {trial.Name}; EPERM: {ProbeWords.List(check.Where(other => other != trial).Select(other => other.Name))}"))));

    public static TheoryData<string, string> Weak
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (check, observations) in Weaker)
            {
                foreach (var observed in observations.Append("error: EACCES /proc"))
                    data.Add(check, observed);
            }

            return data;
        }
    }

    public static TheoryData<string> Checks => [.. ProbeChecks.All.Select(check => check.Name)];

    [Fact]
    public void A_sandbox_that_keeps_its_promises_holds()
    {
        var report = ProbeComparison.Compare(Sample.Plan, Sample.Context, Sample.Report);
        Assert.Empty(report.Findings.Where(finding => !finding.Held));
        Assert.True(report.Held);
        Assert.Null(report.Refuse());
    }

    [Theory]
    [InlineData("TCP:2 UDP:1", true)]
    [InlineData("none", false)]
    [InlineData("TCP:2", false)]
    [InlineData("TCP:3 UDP:1", false)]
    [InlineData("TCP:2 UDP:1 TCP6:1", false)]
    public void Sockets_in_use_are_those_of_the_plan_and_no_other(string observed, bool holds)
    {
        var plan = Sample.Plan with { Listeners = [new("127.0.0.1", 443), new("0.0.0.0", 5432), new("127.0.0.1", 53, ListenerKind.Udp)] };
        var report = ProbeComparison.Compare(plan, Sample.Context, new InitReport(Sample.Report.Observations.SetItem(ProbeNames.Listeners, observed)));
        Assert.Equal(holds, report.Findings.Single(static finding => finding.Check == ProbeNames.Listeners).Held);
    }

    [Theory]
    [MemberData(nameof(Weak))]
    public void One_weaker_observation_is_a_refusal_that_names_its_check(string check, string observed) => AssertRefused(check, observed, "MB2310");

    [Fact]
    public void Each_system_call_that_gets_past_the_filter_is_a_refusal() =>
        Assert.All(WeakerSyscalls(), weak => AssertRefused(weak.Check, weak.Observed, "MB2310"));

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_check_that_was_not_observed_is_a_refusal(string check)
    {
        AssertRefused(check, null, "MB2311");
        Assert.Equal("not observed", Sample.Compare(check, null).Findings.Single(finding => finding.Check == check).Observed);
    }

    [Fact]
    public void A_refusal_cuts_what_is_too_long_for_a_message()
    {
        var report = Sample.Compare(ProbeNames.Processes, string.Join(' ', Enumerable.Range(2, 1000)));
        Assert.InRange(report.Refuse()!.Message.Length, 200, 400);
        Assert.EndsWith(" 1001", report.Findings[0].Observed, StringComparison.Ordinal);
    }

    [Fact]
    public void An_init_that_saw_nothing_holds_nothing()
    {
        var nothing = new InitReport(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
        Assert.All(ProbeComparison.Compare(Sample.Plan, Sample.Context, nothing).Findings, finding => Assert.False(finding.Held));
    }

    [Fact]
    public void Every_check_is_shown_to_fail_somewhere_above() => Assert.Equal(
        ProbeChecks.All.Select(check => check.Name).Order(StringComparer.Ordinal),
        Weaker.Select(weak => weak.Check).Union(SyscallTrials.All.Select(trial => trial.Check)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_an_engine_cannot_show_is_listed_with_its_reason()
    {
        var context = Sample.Context with { Unobservable = Reasons(ProbeNames.Memory, "no cgroup files inside") };
        var report = ProbeComparison.Compare(Sample.Plan, context, new InitReport(Sample.Report.Observations.Remove(ProbeNames.Memory)));
        var finding = report.Findings.Single(finding => finding.Check == ProbeNames.Memory);
        Assert.Equal("unobservable: no cgroup files inside", finding.Observed);
        Assert.True(report.Held);
    }

    [Fact]
    public void What_could_be_seen_after_all_is_told_instead_of_the_reason()
    {
        var context = Sample.Context with { Unobservable = Reasons(ProbeNames.Memory, "no cgroup files inside") };
        var report = ProbeComparison.Compare(Sample.Plan, context, Sample.Report);
        Assert.Equal("268435456", report.Findings.Single(finding => finding.Check == ProbeNames.Memory).Observed);
    }

    [Fact]
    public void An_exception_for_a_check_that_does_not_exist_is_a_mistake() => Assert.Throws<ArgumentException>(() =>
        ProbeComparison.Compare(Sample.Plan, Sample.Context with { Unobservable = Reasons("limits.memroy", "") }, Sample.Report));

    [Fact]
    public void Namespaces_that_nothing_was_given_to_compare_with_do_not_hold()
    {
        var report = ProbeComparison.Compare(Sample.Plan, Sample.Context with { HostNamespaces = [] }, Sample.Report);
        Assert.Equal([ProbeNames.Namespaces], report.Findings.Where(finding => !finding.Held).Select(finding => finding.Check));
    }

    [Fact]
    public void A_mount_of_the_plan_may_hold_what_else_would_be_a_leak()
    {
        var plan = Sample.Plan with { Mounts = Sample.Plan.Mounts.Add(new Sandbox.PlanMount("/root", "/root", Writable: true, "test")) };
        var observations = Sample.Report.Observations
            .SetItem(ProbeNames.HostFiles, "/root=254:0:7")
            .SetItem(ProbeNames.DaemonSockets, "/root/docker.sock")
            .SetItem(ProbeNames.Protected, "/=EROFS /root=made");
        Assert.True(ProbeComparison.Compare(plan, Sample.Context, new InitReport(observations)).Held);
    }

    [Fact]
    public void A_refusal_names_every_check_with_what_was_expected_and_observed()
    {
        var observations = Sample.Report.Observations.SetItem(ProbeNames.Seccomp, "0").SetItem(ProbeNames.MountPoints, "/ /mnt /tmp /host");
        var refusal = ProbeComparison.Compare(Sample.Plan, Sample.Context, new InitReport(observations)).Refuse();
        Assert.Equal(
            "the sandbox is weaker than its plan: mounts.points (expected the plan's and the engine's, observed /mnt /host); privileges.seccomp (expected 2, observed 0)",
            refusal!.Message);
    }

    private static void AssertRefused(string check, string? observed, string code)
    {
        var report = Sample.Compare(check, observed);
        Assert.Equal([check], report.Findings.Where(finding => !finding.Held).Select(finding => finding.Check));
        var refusal = report.Refuse();
        Assert.Equal(code, refusal!.Code);
        Assert.Contains($"{check} (expected ", refusal.Message, StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<string, string> Reasons(string check, string reason) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(check, reason)]);
}
