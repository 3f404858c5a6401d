using System.Globalization;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Limits;

/// <summary>Each limit bites; and the probe says so when it does not.</summary>
public sealed class LimitTests
{
    [Theory]
    [OnEveryEngine]
    public void A_memory_hog_is_bounded_and_its_end_is_told_as_what_it_is(Subject subject)
    {
        var end = Probe(subject, static limits => limits, "memory");
        Assert.StartsWith("memory: held", end.Output, StringComparison.Ordinal);
        Assert.True(end.Exit.OutOfMemory);
    }

    [Theory]
    [OnEveryEngine]
    public void The_probe_notices_when_memory_is_not_bounded(Subject subject)
    {
        var end = Probe(subject, static limits => limits with { Memory = 4L << 30 }, "memory");
        Assert.StartsWith("memory: open", end.Output, StringComparison.Ordinal);
        Assert.False(end.Exit.OutOfMemory);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_that_needs_too_much_itself_was_ended_by_the_memory_limit(Subject subject)
    {
        using var running = Running.Start(subject, "x=1234567890abcdef; while :; do x=$x$x; done");
        var exit = running.WaitForExit();
        Assert.Equal((true, 137), (exit.OutOfMemory, exit.ShellCode));
    }

    [Theory]
    [OnEveryEngine]
    public void A_kill_from_within_is_not_told_as_a_want_of_memory(Subject subject)
    {
        using var running = Running.Start(subject, "kill -KILL $$");
        var exit = running.WaitForExit();
        Assert.Equal((false, 137), (exit.OutOfMemory, exit.ShellCode));
    }

    [Theory]
    [OnEveryEngine]
    public void A_fork_bomb_is_bounded(Subject subject)
    {
        var line = Probe(subject, static limits => limits, "forks").Output;
        Assert.StartsWith("pids: held", line, StringComparison.Ordinal);
        Assert.True(Number(line) <= 64, line);
    }

    [Theory]
    [OnEveryEngine]
    public void The_probe_notices_when_processes_are_not_bounded(Subject subject) => Assert.StartsWith(
        "pids: open", Probe(subject, static limits => limits with { Pids = 10_000, Memory = 4L << 30 }, "forks").Output, StringComparison.Ordinal);

    [Theory]
    [OnEveryEngine]
    public void Open_files_are_bounded(Subject subject) => Assert.StartsWith(
        "open-files: held", Probe(subject, static limits => limits, "files").Output, StringComparison.Ordinal);

    [Theory]
    [OnEveryEngine]
    public void The_probe_notices_when_open_files_are_not_bounded(Subject subject) => Assert.StartsWith(
        "open-files: open", Probe(subject, static limits => limits with { OpenFiles = 1000 }, "files").Output, StringComparison.Ordinal);

    [Theory]
    [OnEveryEngine]
    public void A_file_is_bounded(Subject subject) => Assert.StartsWith(
        "file-size: held", Probe(subject, static limits => limits, "file-size").Output, StringComparison.Ordinal);

    [Theory]
    [OnEveryEngine]
    public void The_probe_notices_when_a_file_is_not_bounded(Subject subject) => Assert.StartsWith(
        "file-size: open", Probe(subject, static limits => limits with { FileSize = 16L << 20 }, "file-size").Output, StringComparison.Ordinal);

    /// <summary>Processor time by the clock of the processors, as a share of the time that went by: a busy machine gives less of it, and never more.</summary>
    [Theory]
    [OnEveryEngine]
    public void Processors_are_bounded(Subject subject) => Assert.StartsWith(
        "processors: held", Probe(subject, static limits => limits with { Cpus = 0.1 }, "processors", Hundredths).Output, StringComparison.Ordinal);

    /// <summary>However busy the machine is: two processes among many get more than a tenth of a processor, if nobody keeps them from it.</summary>
    [Theory]
    [OnEveryEngine]
    public void The_probe_notices_when_processors_are_not_bounded(Subject subject) => Assert.StartsWith(
        "processors: open", Probe(subject, static limits => limits with { Cpus = 2 }, "processors", Hundredths).Output, StringComparison.Ordinal);

    /// <summary>A tenth of a processor, and a period of the scheduler (100 ms of 2 s) at either end.</summary>
    private const string Hundredths = "most=16";

    private static Ended Probe(Subject subject, Func<PlanLimits, PlanLimits> change, params string[] arguments)
    {
        var plan = ContractPlan.For([TestFiles.Probe, .. arguments]);
        using var running = Running.Start(subject, plan with { Limits = change(plan.Limits), TmpSize = 32L << 20 });
        return running.ReadToEnd();
    }

    private static int Number(string line) => int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
}
