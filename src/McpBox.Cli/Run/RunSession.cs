using System.Security.Cryptography;
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
        if (arguments.Conflict() is { } conflict)
        {
            return RunReport.Refuse(ExitCodes.Internal, [conflict]);
        }

        var directory = Environment.CurrentDirectory;
        var configuration = Configuration.Load(ConfigurationLocations.FromProcess(), directory);
        var (declared, exitCode) = Declared.Find(configuration, arguments);
        if (declared.Value is not { } server)
        {
            return RunReport.Refuse(exitCode, declared.Problems);
        }

        var planned = Planner.Plan(Request(server, arguments, directory));
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

        return RunReport.End(plan, SessionRunner.Run(Session(server, plan, engine, why.Reason)));
    }

    private static PlanRequest Request(ServerDefinition server, RunArguments arguments, string directory) => new()
    {
        Name = arguments.Server,
        Profile = server.Profile,
        Command = [server.Command, .. server.Args, .. arguments.Server is null ? [] : arguments.Rest],
        CommandOrigin = server.Origin,
        ExtraMounts = arguments.MountDeclarations(directory),
        CurrentDirectory = directory,
        CallerEnvironment = CallerEnvironment.Read(),
        CallerUid = Posix.Files.Caller.EffectiveUserId(),
        HomeDirectory = CallerEnvironment.Home(),
        OwnFolders = [JournalRoot.FromEnvironment(Environment.GetEnvironmentVariable)],
    };

    private static SessionRequest Session(ServerDefinition server, SandboxPlan plan, ISandboxEngine engine, string why) => new()
    {
        SessionId = RandomNumberGenerator.GetHexString(SessionIdDigits, lowercase: true),
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
