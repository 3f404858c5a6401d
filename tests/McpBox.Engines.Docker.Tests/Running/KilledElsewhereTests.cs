using System.Diagnostics;
using McpBox.Engines.Docker.Running;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>SIGKILL of mcpbox at each step of the first start on a daemon elsewhere: nothing is left within five seconds, and the next start serves.</summary>
public sealed class KilledElsewhereTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly FreshInit _init = new();
    private readonly string _root = Directory.CreateTempSubdirectory("mcpbox-run-").FullName;

    public static TheoryData<string> Moments() => [.. Enum.GetNames<StartStep>(), "served"];

    public void Dispose()
    {
        _init.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Nothing_is_left_of_a_first_start_that_is_killed_and_the_next_one_serves(string step)
    {
        var session = Bench.Session();
        KilledHost.StartAndKill(_root, "docker", $"{StdioMode.Auto}", session, _root, step, _init.Path);
        var since = Stopwatch.GetTimestamp();
        while (Left(session) is { Length: > 0 } left)
            Assert.True(Stopwatch.GetElapsedTime(since) < Grace, $"{step}: {left}");
        using var served = new Served(_init.Engine().Start(Bench.Plan(StdioMode.Auto, "/bin/cat"), Bench.Session()));
        served.Say("again\n");
        Assert.Equal("again", served.Line());
    }

    /// <summary>By the names too: what has no labels is there nevertheless.</summary>
    private string Left(string session) => string.Join(
        ", ",
        _init.Client.ListContainers().Where(container => container.Names?.Exists(name => name.Contains(session, StringComparison.Ordinal) || name == "/" + _init.Volume) == true)
            .Select(static container => string.Join(' ', container.Names!))
            .Concat(_init.Engine().FindTraces().Where(trace => trace.Session == session).Select(static trace => trace.What)));
}
