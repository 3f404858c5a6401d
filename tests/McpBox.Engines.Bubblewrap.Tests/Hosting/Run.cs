using System.Diagnostics;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>What a command in a sandbox printed and how it ended.</summary>
internal sealed record Run(string Output, string Error, int Code)
{
    private static int _sessions;

    /// <summary>Runs a command as an identity, in this process where that is possible.</summary>
    /// <param name="without">Name of a <see cref="Controls.Removal"/>.</param>
    /// <param name="listeners">As <see cref="PlanListener.ToString"/> writes them.</param>
    public static Run As(Identity identity, IEnumerable<string> command, string? without = null, params string[] listeners)
    {
        if (identity.NeedsHost())
            return InHost([.. without is null ? Array.Empty<string>() : ["--without", without], .. listeners.SelectMany(static listener => new[] { "--listen", listener })], command);
        var plan = TestPlan.For([.. command]) with
        {
            RunAs = identity.RunAs(),
            Mounts = [TestPlan.Mount(TestFiles.Probe)],
            Listeners = [.. listeners.Select(PlanListener.Parse)],
        };
        return Here(without is null ? TestEngine.Plain : TestEngine.Amended(Controls.Removal.Named(without).Apply), plan);
    }

    public static Run Here(BubblewrapEngine engine, SandboxPlan plan)
    {
        using var sandbox = engine.Start(plan, NextSession());
        return Collect(sandbox);
    }

    public static Run Collect(ISandbox sandbox)
    {
        var error = "";
        var reader = new Thread(() => error = Streams.ReadToEnd(sandbox.Error));
        reader.Start();
        var output = Streams.ReadToEnd(sandbox.Output);
        reader.Join();
        return new Run(output, error, sandbox.WaitForExit().ShellCode);
    }

    public static string NextSession() => $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _sessions)}";

    /// <summary>Starts the host program; as an ordinary user where the tests are root.</summary>
    public static Process StartHost(IEnumerable<string> options, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        List<string> line = [TestFiles.Host, "host", "--init", TestFiles.Init, "--mount", TestFiles.Probe, .. options, "--", .. command];
        if (Identities.IsRoot)
        {
            var user = $"{Identities.OrdinaryUser}";
            line.InsertRange(0, ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--"]);
        }

        start.FileName = line[0];
        foreach (var argument in line.Skip(1))
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static Run InHost(IEnumerable<string> options, IEnumerable<string> command)
    {
        using var process = StartHost(options, command);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Run(output, error.GetAwaiter().GetResult(), process.ExitCode);
    }
}
