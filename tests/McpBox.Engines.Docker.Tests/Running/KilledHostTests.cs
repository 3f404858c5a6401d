using System.Diagnostics;
using McpBox.Engines.Docker.Running;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>SIGKILL of mcpbox, at each step of a start and after it: within five seconds there is no container and no folder.</summary>
public sealed class KilledHostTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static TheoryData<string, StdioMode, string> Moments()
    {
        var moments = new TheoryData<string, StdioMode, string>();
        foreach (var (daemon, stdio) in Bench.Ways().Select(row => row.Data))
        {
            foreach (var step in Enum.GetNames<StartStep>().Except([nameof(StartStep.Carried)]).Append("served"))
                moments.Add(daemon, stdio, step);
        }

        return moments;
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Nothing_is_left_of_a_session_whose_owner_is_killed(string daemon, StdioMode stdio, string step)
    {
        var session = Bench.Session();
        var root = Directory.CreateTempSubdirectory("mcpbox-run-").FullName;
        try
        {
            KilledHost.StartAndKill(root, daemon, $"{stdio}", session, root, step);
            var engine = new DockerEngine(() => Hosting.TestDaemons.Of(daemon), Bench.Guard) { FindInit = Bench.Init, Run = new(root, "/tmp") };
            var since = Stopwatch.GetTimestamp();
            while (engine.FindTraces().Any(trace => trace.Session == session))
                Assert.True(Stopwatch.GetElapsedTime(since) < Grace, $"{step}: {string.Join(", ", engine.FindTraces().Where(trace => trace.Session == session))}");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
