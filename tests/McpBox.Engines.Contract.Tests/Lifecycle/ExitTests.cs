using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>How a sandbox ends, and what is told of it.</summary>
public sealed class ExitTests
{
    [Theory]
    [OnEveryEngine(0)]
    [OnEveryEngine(1)]
    [OnEveryEngine(125)]
    [OnEveryEngine(255)]
    public void A_server_ends_with_its_own_code(Subject subject, int code)
    {
        using var running = Running.Start(subject, $"exit {code}");
        Assert.Equal(new SandboxExit(code, null), running.WaitForExit());
    }

    [Theory]
    [OnEveryEngine]
    public void A_signal_is_told_as_a_signal(Subject subject)
    {
        using var running = Running.Start(subject, "kill -SEGV $$");
        Assert.Equal(new SandboxExit(null, 11), running.WaitForExit());
    }

    [Theory]
    [OnEveryEngine]
    public void Terminate_reaches_the_server_itself(Subject subject)
    {
        using var running = Running.Start(subject, "trap 'exit 5' TERM; echo ready; while :; do sleep 1000 & wait; done");
        Assert.Equal("ready", running.ReadLine());
        running.Sandbox.Terminate();
        Assert.Equal(5, running.WaitForExit().Code);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_that_ignores_TERM_ends_by_Kill(Subject subject)
    {
        using var running = Running.Start(subject, "trap 'echo ignored' TERM; echo ready; while :; do sleep 1000 & wait; done");
        Assert.Equal("ready", running.ReadLine());
        running.Sandbox.Terminate();
        Assert.Equal("ignored", running.ReadLine());
        Assert.False(Running.IsReadable(running.Sandbox.ExitSignal, TimeSpan.Zero));
        running.Sandbox.Kill();
        Assert.Equal(137, running.WaitForExit().ShellCode);
        running.Dispose();
        Leftovers.AwaitNone(subject, running.Session);
    }

    [Theory]
    [OnEveryEngine]
    public void Kill_leaves_no_grandchild_behind(Subject subject)
    {
        using var running = Running.Start(subject, Scripts.Stubborn);
        Assert.Equal("ready", running.ReadLine());
        Assert.NotEmpty(Leftovers.Of(subject, running.Session));
        running.Sandbox.Kill();
        Assert.Equal(137, running.WaitForExit().ShellCode);
        running.Dispose();
        Leftovers.AwaitNone(subject, running.Session);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_that_ends_takes_its_grandchildren_along(Subject subject)
    {
        using var running = Running.Start(subject, $"{Scripts.Daemon} read line; exit 3");
        Assert.Equal("ready", running.ReadLine());
        running.Sandbox.Input.Dispose();
        Assert.Equal(3, running.WaitForExit().Code);
        running.Dispose();
        Leftovers.AwaitNone(subject, running.Session);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_that_closes_its_streams_and_stays_is_alive_until_it_is_killed(Subject subject)
    {
        using var running = Running.Start(subject, "trap '' TERM HUP; echo ready; exec </dev/null >/dev/null 2>&1; while :; do sleep 1000; done");
        Assert.Equal("ready", running.ReadLine());
        Assert.False(Running.IsReadable(running.Sandbox.ExitSignal, TimeSpan.FromMilliseconds(200)));
        running.Sandbox.Kill();
        Assert.Equal(137, running.WaitForExit().ShellCode);
        running.Dispose();
        Leftovers.AwaitNone(subject, running.Session);
    }

    [Theory]
    [OnEveryEngine]
    public void Dispose_ends_a_running_server_and_may_be_called_again(Subject subject)
    {
        var running = Running.Start(subject, Scripts.Stubborn);
        Assert.Equal("ready", running.ReadLine());
        running.Dispose();
        running.Dispose();
        running.Sandbox.Kill();
        running.Sandbox.Terminate();
        Leftovers.AwaitNone(subject, running.Session);
    }

    [Theory]
    [OnEveryEngine]
    public void The_exit_signal_is_silent_while_the_server_runs(Subject subject)
    {
        using var running = Running.Start(subject, "echo ready; read line");
        Assert.Equal("ready", running.ReadLine());
        Assert.False(Running.IsReadable(running.Sandbox.ExitSignal, TimeSpan.Zero));
        running.Sandbox.Input.Dispose();
        Assert.True(Running.IsReadable(running.Sandbox.ExitSignal, Running.Limit));
        Assert.Equal(1, running.Sandbox.WaitForExit().Code);
    }

    [Theory]
    [OnEveryEngine]
    public void Nothing_is_left_of_a_server_that_ended(Subject subject)
    {
        var running = Running.Start(subject, "exit 0");
        _ = running.WaitForExit();
        running.Dispose();
        Leftovers.AwaitNone(subject, running.Session);
    }
}
