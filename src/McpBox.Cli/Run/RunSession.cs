using McpBox.Cli.Log;
using McpBox.Profiles;
using McpBox.Relay;
using McpBox.Sandbox;
using McpBox.Session;
using McpBox.Session.Planning;

namespace McpBox.Cli.Run;

/// <summary>The composition of one session, read from top to bottom: declare, plan, choose the engine, run, report.</summary>
internal static class RunSession
{
    private const int SessionIdDigits = 12;

    public static int Run(RunArguments arguments)
    {
        if (RunReport.RefuseClosedStreams() is { } closed)
        {
            return closed;
        }

        if (arguments.Conflict() is { } conflict)
        {
            return RunReport.Refuse(ExitCodes.Internal, [conflict]);
        }

        using var diagnostics = SessionDiagnostics.Open(arguments.Diagnostics);
        var directory = Environment.CurrentDirectory;
        var configuration = Configuration.Load(ConfigurationLocations.FromProcess(), directory);
        diagnostics.Loaded(configuration);
        var (declared, exitCode) = Declared.Find(configuration, arguments);
        if (declared.Value is not { } server)
        {
            return RunReport.Refuse(exitCode, declared.Problems);
        }

        var planned = Planner.Plan(PlanRequests.For(server, arguments, directory));
        if (planned.Plan is not { } plan)
        {
            return RunReport.Refuse(RunReport.ExitCode(planned.Failure), planned.Problems);
        }

        RunReport.Warn(planned.Warnings);
        var (engine, why) = EngineChoice.Choose(arguments.Engine, server.Profile.Engine);
        if (engine is null)
        {
            return RunReport.Refuse(ExitCodes.EngineUnavailable, [why.Problem!]);
        }

        diagnostics.Starting(plan, why.Reason);
        var outcome = SessionRunner.Run(Session(server, plan, engine, why.Reason));
        diagnostics.Ended(outcome);
        return RunReport.End(plan, outcome);
    }

    private static SessionRequest Session(ServerDefinition server, SandboxPlan plan, ISandboxEngine engine, string why) => new()
    {
        // The leading digits of a version 4 GUID are random, from the kernel. RandomNumberGenerator would load OpenSSL here, before
        // the sandbox starts, where the loading costs the most; the journal's hashes load it later, while the server starts.
        SessionId = Guid.NewGuid().ToString("N")[..SessionIdDigits],
        Plan = plan,
        Engine = engine,
        EngineReason = why,
        JournalRoot = JournalRoot.FromEnvironment(Environment.GetEnvironmentVariable),
        Relay = new RelayOptions
        {
            CloseGrace = server.Profile.Session.CloseGrace,
            TermGrace = server.Profile.Session.TermGrace,
            MaxFrame = (int)server.Profile.Session.MaxFrame,
        },
        Version = ProductVersion.Text,
    };
}
