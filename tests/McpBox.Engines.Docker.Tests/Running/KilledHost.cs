using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Posix.Files;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A process of its own that starts a sandbox, says how far it has come, and waits there to be killed.</summary>
internal static class KilledHost
{
    public const string Word = "host";

    /// <param name="arguments">
    /// Daemon, way of the streams, session, run folder, the step to wait at, or "served", and the init for a daemon that is regarded as elsewhere.
    /// </param>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var daemon, var stdio, var session, var run, var step, .. var rest])
            return 1;
        var init = rest is [var path] ? path : null;
        var engine = new DockerEngine(() => TestDaemons.Of(daemon), Bench.Guard)
        {
            FindInit = init is null ? Bench.Init : () => (init, null),
            Regard = facts => init is null ? facts : facts with { Distance = "it is elsewhere" },
            Run = new RunFolder(run, "/tmp"),
            Reached = reached => WaitAt(reached.ToString() == step),
        };
        using var sandbox = engine.Start(Bench.Shell(Enum.Parse<StdioMode>(stdio), "trap '' TERM HUP INT; setsid sleep 1000 & sleep 1000"), session);
        WaitAt(step == "served");
        return 0;
    }

    /// <summary>Starts one, kills it when it waits, and reaps it.</summary>
    /// <param name="folder">For what it says on stderr.</param>
    /// <param name="arguments">As <see cref="Run"/> takes them.</param>
    public static void StartAndKill(string folder, params ReadOnlySpan<string> arguments)
    {
        using var said = Pipe.Open();
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}").ToArray();
        using var errors = File.OpenHandle(Path.Combine(folder, "errors"), FileMode.Create, FileAccess.ReadWrite);
        using var host = ChildProcess.Start(Bench.Guard.Path, [Bench.Guard.Path, Word, .. arguments], environment, [nothing, said.Writer, errors]);
        said.Writer.Dispose();
        using var output = new DescriptorStream(said.Reader) { Limit = TimeSpan.FromSeconds(30) };
        var first = output.ReadByte();
        host.Kill();
        _ = host.Wait();
        Assert.True(first == '!', $"the host did not come to {arguments[4]}: {File.ReadAllText(Path.Combine(folder, "errors"))}");
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
