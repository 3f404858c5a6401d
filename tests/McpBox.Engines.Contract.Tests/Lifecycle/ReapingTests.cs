using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Engines.Docker.Running;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>Nothing outlives its owner for longer than five seconds: no container, no process, no FIFO, no cgroup.</summary>
public sealed class ReapingTests
{
    private const int Sigstop = 19;

    [Theory]
    [OnEveryEngine]
    public void Nothing_survives_the_kill_of_its_owner(Subject subject)
    {
        var session = Running.NextSession();
        using var owner = Owner.Start(subject, session, Scripts.Stubborn);
        Assert.Equal("ready", owner.StandardOutput.ReadLine());
        Assert.NotEmpty(Leftovers.Of(subject, session));
        owner.Kill();
        owner.WaitForExit();
        Leftovers.AwaitNone(subject, session);
    }

    /// <summary>The owner kills itself when its start has come so far.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public void Nothing_survives_an_owner_that_dies_while_it_starts_a_sandbox(Subject subject, string step)
    {
        var session = Running.NextSession();
        using var owner = Owner.Start(subject, session, Scripts.Stubborn, step);
        owner.WaitForExit();
        Assert.True(owner.ExitCode == 137, $"{owner.ExitCode}: {owner.StandardError.ReadToEnd()}");
        Leftovers.AwaitNone(subject, session);
    }

    /// <summary>An owner that is stopped cannot relay, and is still the owner; what it had goes with it when it is killed in that state.</summary>
    [Theory]
    [OnEveryEngine]
    public void Nothing_survives_an_owner_that_is_killed_while_it_is_stopped(Subject subject)
    {
        var session = Running.NextSession();
        using var owner = Owner.Start(subject, session, Scripts.Stubborn);
        Assert.Equal("ready", owner.StandardOutput.ReadLine());
        Signals.Send(owner.Id, Sigstop);
        Assert.NotEmpty(Leftovers.Of(subject, session));
        owner.Kill();
        owner.WaitForExit();
        Leftovers.AwaitNone(subject, session);
    }

    public static TheoryData<Subject, string> Steps
    {
        get
        {
            var data = new TheoryData<Subject, string>();
            foreach (var subject in Enum.GetValues<Subject>())
            {
                foreach (var step in subject.IsContainer() ? Enum.GetNames<StartStep>().Except([nameof(StartStep.Carried)]) : Enum.GetNames<LaunchStep>())
                    data.Add(subject, step);
            }

            return data;
        }
    }
}
