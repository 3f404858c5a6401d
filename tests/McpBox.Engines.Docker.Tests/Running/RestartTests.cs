using System.Diagnostics;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A daemon that goes away and comes back while a session runs.</summary>
public sealed class RestartTests(RestartedDaemon daemon) : IClassFixture<RestartedDaemon>
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static TheoryData<StdioMode, string> Ends() => new()
    {
        { StdioMode.Fifo, "TERM" },
        { StdioMode.Fifo, "KILL" },
        { StdioMode.Attach, "TERM" },
        { StdioMode.Attach, "KILL" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_session_ends_with_the_daemon_that_is_restarted_by_a_signal_and_leaves_nothing(StdioMode stdio, string signal)
    {
        using var image = TestImage.Of(daemon.Endpoint, "echo");
        var engine = Engine();
        var session = Bench.Session();
        long back;
        using (var served = Serve(engine, image, stdio, session))
        {
            daemon.End(signal);
            daemon.Start();
            back = Stopwatch.GetTimestamp();
            var exit = served.End();
            Assert.True(exit is { ShellCode: 143 or 137, OutOfMemory: false }, $"{exit}");
        }

        AwaitNothing(engine, session, back);
        Serve(engine, image, stdio, Bench.Session()).Dispose();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void What_ends_while_the_daemon_is_away_is_gone_when_it_is_back(StdioMode stdio, string signal)
    {
        using var image = TestImage.Of(daemon.Endpoint, "echo");
        var engine = Engine();
        var session = Bench.Session();
        using (var served = Serve(engine, image, stdio, session))
        {
            daemon.End(signal);
            served.Sandbox.Kill();
            Assert.True(served.End() is { ShellCode: 143 or 137, OutOfMemory: false });
        }

        daemon.Start();
        AwaitNothing(engine, session, Stopwatch.GetTimestamp());
    }

    private DockerEngine Engine() => new(() => daemon.Endpoint, Bench.Guard) { FindInit = Bench.Init, Run = Bench.Folder };

    private static Served Serve(DockerEngine engine, TestImage image, StdioMode stdio, string session)
    {
        var plan = Bench.Plan(stdio, "/echo") with { Image = new PlanImage(image.Name, image.Id, image.Id) };
        var served = new Served(engine.Start(plan, session));
        served.Say("here\n");
        Assert.Equal("here", served.Line());
        return served;
    }

    private void AwaitNothing(DockerEngine engine, string session, long since)
    {
        while (Left(engine, session) is { Length: > 0 } left)
            Assert.True(Stopwatch.GetElapsedTime(since) < Grace, left);
    }

    /// <summary>As <c>docker ps -a</c> shows them, and as <c>mcpbox gc</c> does. A container that is just being removed has no name any more.</summary>
    private string Left(DockerEngine engine, string session) => string.Join(
        ", ",
        DockerClient.Connect(daemon.Endpoint).ListContainers().Select(static container => $"{container.Names?.FirstOrDefault()} {container.State}")
            .Concat(engine.FindTraces().Where(trace => trace.Session == session).Select(static trace => trace.What)));
}
