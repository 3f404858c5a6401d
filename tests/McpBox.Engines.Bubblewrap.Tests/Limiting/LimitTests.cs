using System.Globalization;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Tests.Limiting;

/// <summary>A server cannot have more than the plan gives it.</summary>
public sealed class LimitTests
{
    public static TheoryData<Identity, bool> Means
    {
        get
        {
            var data = new TheoryData<Identity, bool>();
            foreach (var identity in Identities.Available.Where(static identity => !identity.NeedsHost()))
            {
                if (ControlGroupHome.Find().Length == 3)
                    data.Add(identity, true);

                // The kernel does not count what uid 0 forks, so that is refused without a cgroup.
                if (identity != Identity.RootCaller)
                    data.Add(identity, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void A_fork_bomb_is_bounded(Identity identity, bool cgroup)
    {
        var line = Probe(identity, cgroup, "forks", static limits => limits).Output;
        Assert.StartsWith("pids: held", line, StringComparison.Ordinal);
        Assert.True(int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) <= 64, line);
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void The_probe_notices_when_processes_are_not_bounded(Identity identity, bool cgroup) => Assert.StartsWith(
        "pids: open", Probe(identity, cgroup, "forks", static limits => limits with { Pids = 10_000 }).Output, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Means))]
    public void A_memory_hog_is_bounded(Identity identity, bool cgroup) => Assert.StartsWith(
        "memory: held", Probe(identity, cgroup, "memory", static limits => limits).Output, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Means))]
    public void The_probe_notices_when_memory_is_not_bounded(Identity identity, bool cgroup) => Assert.StartsWith(
        "memory: open", Probe(identity, cgroup, "memory", static limits => limits with { Memory = 4L << 30 }).Output, StringComparison.Ordinal);

    [Fact]
    public void A_kill_by_the_memory_limit_is_told()
    {
        if (ControlGroupHome.Find().Length < 3)
            return;
        var run = Start(Identities.Available.First(), cgroup: true, ["/bin/sh", "-c", $"exec {TestFiles.Probe} memory"], static limits => limits);
        using (run)
        {
            _ = Run.Collect(run);
            Assert.True(run.WaitForExit().OutOfMemory);
        }
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void The_facts_say_by_which_means_each_limit_is_held(Identity identity, bool cgroup)
    {
        using var sandbox = Start(identity, cgroup, ["/usr/bin/true"], static limits => limits);
        Assert.Equal(cgroup, sandbox.Facts["limits.memory"].StartsWith("cgroup-v", StringComparison.Ordinal));
        Assert.Equal(cgroup, sandbox.Facts["limits.pids"].StartsWith("cgroup-v", StringComparison.Ordinal));
        Assert.Equal(cgroup, sandbox.Facts["limits.cpu"].StartsWith("cgroup-v", StringComparison.Ordinal));
        Assert.Equal($"{identity.Uid()}", sandbox.Facts["identity.uid"]);
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void Processors_are_bounded(Identity identity, bool cgroup)
    {
        using var sandbox = Start(identity, cgroup, ["/usr/bin/nproc"], static limits => limits with { Cpus = 0.5 });
        if (cgroup)
            Assert.Contains(ControlGroupHome.Find(), home => home.Controller == "cpu" && Quota(home) == "50000");
        else
            Assert.Equal("1\n", Run.Collect(sandbox).Output);

        string Quota(ControlGroupHome home)
        {
            var group = Directory.GetDirectories(home.Folder, $"mcpbox-{sandbox.Facts["session"]}-*").Single();
            var file = Path.Combine(group, home.Version == 1 ? "cpu.cfs_quota_us" : "cpu.max");
            return File.ReadAllText(file).Split('\n', ' ')[0];
        }
    }

    [Fact]
    public void No_group_is_left_behind()
    {
        var session = Run.NextSession();
        using (var sandbox = TestEngine.Plain.Start(TestPlan.For("/usr/bin/true"), session))
            _ = sandbox.WaitForExit();
        Assert.DoesNotContain(ControlGroupHome.Find(), home => Directory.GetDirectories(home.Folder, $"mcpbox-{session}-*").Length > 0);
    }

    private static Run Probe(Identity identity, bool cgroup, string what, Func<PlanLimits, PlanLimits> change)
    {
        using var sandbox = Start(identity, cgroup, [TestFiles.Probe, what], change);
        return Run.Collect(sandbox);
    }

    private static ISandbox Start(Identity identity, bool cgroup, string[] command, Func<PlanLimits, PlanLimits> change)
    {
        var plan = TestPlan.For([.. command]);
        plan = plan with { RunAs = identity.RunAs(), Mounts = [TestPlan.Mount(TestFiles.Probe)], Limits = change(plan.Limits) };
        var engine = cgroup ? TestEngine.Plain : TestEngine.WithoutGroups;
        return engine.Start(plan, Run.NextSession());
    }
}
