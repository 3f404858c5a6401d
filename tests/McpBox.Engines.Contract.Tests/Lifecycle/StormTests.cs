using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>Many sessions started at once and killed at random: 0 containers, 0 processes, 0 FIFOs are left.</summary>
public sealed class StormTests
{
    /// <summary>A number of its own for a slower machine, or a longer night.</summary>
    private static int Sessions => int.TryParse(Environment.GetEnvironmentVariable("MCPBOX_STORM_SESSIONS"), out var count) ? count : 50;

    [Theory]
    [InlineData(Subject.Bubblewrap)]
    [InlineData(Subject.DockerFifo)]
    public async Task Nothing_is_left_of_sessions_that_are_started_at_once_and_killed_at_random(Subject subject)
    {
        var random = new Random(1);
        var sessions = Enumerable.Range(0, Sessions).Select(_ => (Session: Running.NextSession(), Delay: random.Next(0, 10_000))).ToList();

        // One that lives: a storm of sessions of which none could ever start would prove nothing.
        var calm = Running.NextSession();
        using var owner = Owner.Start(subject, calm, Scripts.Stubborn);
        Assert.Equal("ready", await owner.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await Task.WhenAll(sessions.Select(one => LiveAndDieAsync(subject, one.Session, TimeSpan.FromMilliseconds(one.Delay))));
        owner.Kill();
        await owner.WaitForExitAsync(TestContext.Current.CancellationToken);
        Leftovers.AwaitNone(subject, [calm, .. sessions.Select(static one => one.Session)]);
    }

    /// <summary>Killed when its time has come, whatever it is doing then: starting, serving, or ending by itself.</summary>
    private static async Task LiveAndDieAsync(Subject subject, string session, TimeSpan delay)
    {
        using var owner = Owner.Start(subject, session, Scripts.Stubborn);
        using var timer = new PeriodicTimer(delay + TimeSpan.FromMilliseconds(1));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        owner.Kill();
        await owner.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
