using System.Globalization;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>
/// <c>host --init PATH [--nobody] [--without CONTROL] [--judged] [--mount PATH] [--listen LISTENER] [--die-at STEP] [--session ID] -- COMMAND…</c>: runs a command in a sandbox from this process's main thread,
/// as mcpbox does, with the server's output copied to its own and the server's exit code.
/// </summary>
internal static class SandboxHost
{
    public static int Run(string[] arguments)
    {
        var split = Array.IndexOf(arguments, "--");
        var plan = TestPlan.For([.. arguments[(split + 1)..]]);
        Func<Invocation, Invocation>? amend = null;
        var (init, session) = ("", string.Create(CultureInfo.InvariantCulture, $"host-{Environment.ProcessId}"));
        Running.LaunchStep? last = null;
        var judged = false;
        for (var i = 0; i < split; i++)
        {
            switch (arguments[i])
            {
                case "--nobody":
                    plan = plan with { RunAs = RunAs.Nobody };
                    break;
                case "--without":
                    amend = Controls.Removal.Named(arguments[++i]).Apply;
                    break;
                case "--judged":
                    judged = true;
                    break;
                case "--init":
                    init = arguments[++i];
                    break;
                case "--session":
                    session = arguments[++i];
                    break;
                case "--listen":
                    plan = plan with { Listeners = plan.Listeners.Add(PlanListener.Parse(arguments[++i])) };
                    break;
                case "--die-at":
                    last = Enum.Parse<Running.LaunchStep>(arguments[++i]);
                    break;
                case "--mount":
                    plan = plan with { Mounts = plan.Mounts.Add(TestPlan.Mount(arguments[++i])) };
                    break;
            }
        }

        var engine = new BubblewrapEngine
        {
            InitFile = init,
            Amend = amend ?? (static invocation => invocation),
            Judge = amend is null || judged ? static report => report.Refuse() : static _ => null,
            Reached = step => DieAt(step, last),
        };
        return Run(engine, plan, session);
    }

    private static int Run(BubblewrapEngine engine, SandboxPlan plan, string session)
    {
        try
        {
            using var sandbox = engine.Start(plan, session);
            return Relay(sandbox);
        }
        catch (SandboxException exception)
        {
            Console.Error.WriteLine($"{exception.Message}\nhint: {exception.Refusal.Hint}");
            return 125;
        }
    }

    private static void DieAt(Running.LaunchStep step, Running.LaunchStep? last)
    {
        if (step == last)
            System.Diagnostics.Process.GetCurrentProcess().Kill();
    }

    private static int Relay(ISandbox sandbox)
    {
        var error = new Thread(() => Streams.Copy(sandbox.Error, Console.OpenStandardError()));
        error.Start();
        Streams.Copy(sandbox.Output, Console.OpenStandardOutput());
        error.Join();
        return sandbox.WaitForExit().ShellCode;
    }
}
