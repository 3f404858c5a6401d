using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A process of its own that starts a sandbox, says how far it has come, and waits there to be killed.</summary>
internal static class KilledHost
{
    public const string Word = "host";

    /// <param name="arguments">Daemon, way of the streams, session, run folder, and the step to wait at, or "served".</param>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var daemon, var stdio, var session, var run, var step])
            return 1;
        var engine = new DockerEngine(() => TestDaemons.Of(daemon), Bench.Guard)
        {
            FindInit = Bench.Init,
            Run = new RunFolder(run, "/tmp"),
            Reached = reached => WaitAt(reached.ToString() == step),
        };
        using var sandbox = engine.Start(Bench.Shell(Enum.Parse<StdioMode>(stdio), "trap '' TERM HUP INT; setsid sleep 1000 & sleep 1000"), session);
        WaitAt(step == "served");
        return 0;
    }

    private static void WaitAt(bool here)
    {
        if (!here)
            return;
        using var output = Console.OpenStandardOutput();
        output.WriteByte((byte)'!');
        output.Flush();
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
