using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>A server is started as the plan says, or not at all.</summary>
public sealed class StartTests
{
    [Theory]
    [OnEveryEngine]
    public void A_plan_that_can_be_honoured_is_not_refused(Subject subject) =>
        Assert.Empty(EngineUnderTest.Of(subject).Check(ContractPlan.For("/bin/true").On(subject)));

    [Theory]
    [OnEveryEngine]
    public void The_environment_is_the_plans_and_nothing_else(Subject subject)
    {
        var plan = ContractPlan.For("/usr/bin/env");
        plan = plan with { Environment = plan.Environment.Add("ODD", " spaces, \"quotes\" and\ta tab ü") };
        using var running = Running.Start(subject, plan);
        var expected = plan.Environment.Select(static variable => $"{variable.Key}={variable.Value}");
        Assert.Equal(expected, running.ReadToEnd().Output.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [OnEveryEngine]
    public void Arguments_arrive_as_they_are(Subject subject)
    {
        using var running = Running.Start(subject, ContractPlan.For("/bin/sh", "-c", "printf '<%s>' \"$@\"", "sh", "", " a b ", "$HOME", "\n", "ü", "--"));
        Assert.Equal("<>< a b ><$HOME><\n><ü><-->", running.ReadToEnd().Output);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_starts_in_its_folder(Subject subject)
    {
        using var running = Running.Start(subject, ContractPlan.For("/bin/sh", "-c", "pwd") with { WorkingDirectory = "/home/mcp" });
        Assert.Equal("/home/mcp\n", running.ReadToEnd().Output);
    }

    [Theory]
    [OnEveryEngine]
    public void A_program_that_is_not_there_is_told_and_leaves_nothing(Subject subject)
    {
        var session = Running.NextSession();
        Assert.NotNull(Failure());
        Leftovers.AwaitNone(subject, session);

        // Through a daemon's stream there is no channel but the server's own: there it is a shell's code, and the init's words on stderr.
        string? Failure()
        {
            try
            {
                using var running = Running.Start(subject, ContractPlan.For("/opt/nothing"), session);
                var end = running.ReadToEnd();
                return end.Exit is { Code: 127, SetupFailure: null } && end.Error.Length > 0 ? end.Error : end.Exit.SetupFailure;
            }
            catch (SandboxException exception)
            {
                return exception.Message;
            }
        }
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_has_no_signal_blocked_or_ignored(Subject subject)
    {
        using var running = Running.Start(subject, "grep -E '^Sig(Blk|Ign):' /proc/self/status");

        // But for 32 and 33, which glibc's posix_spawn ignores in every child: they are its own, for the cancellation of threads.
        Assert.Matches("^SigBlk:\t0{16}\nSigIgn:\t0000000[01][08]0000000\n$", running.ReadToEnd().Output);
    }

    [Theory]
    [OnEveryEngine]
    public void What_the_init_saw_held_and_is_told(Subject subject)
    {
        using var running = Running.Start(subject, "exit 0");
        Assert.NotEmpty(running.Sandbox.Probe.Findings);
        Assert.True(running.Sandbox.Probe.Held);
    }

    [Theory]
    [OnEveryEngine]
    public void A_probe_looks_and_does_not_start_the_server(Subject subject)
    {
        using var folder = new Testing.TestFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ff);
        var session = Running.NextSession();
        var plan = ContractPlan.Script($"touch {folder.Path}/started", session) with
        {
            Mounts = [ContractPlan.Mount(folder.Path, writable: true)],
            RunAs = RunAs.Caller,
        };
        var report = EngineUnderTest.Of(subject).Probe(plan.On(subject), session);
        Assert.NotEmpty(report.Findings);
        Assert.True(report.Held, string.Join('\n', report.Findings.Where(static finding => !finding.Held)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Leftovers.AwaitNone(subject, session);
    }
}
