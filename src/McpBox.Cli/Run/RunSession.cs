using McpBox.Cli.Log;
using McpBox.Cli.Packages;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Packages;
using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Relay;
using McpBox.Sandbox;
using McpBox.Session;
using McpBox.Session.Planning;
using McpBox.Session.Recording;
using McpBox.Session.Records;

namespace McpBox.Cli.Run;

/// <summary>The composition of one session, read from top to bottom: declare, choose the engine, plan, run, report.</summary>
internal static class RunSession
{
    private const int SessionIdDigits = 12;

    public static int Run(RunArguments arguments)
    {
        if (RunReport.RefuseClosedStreams() is { } closed)
        {
            return closed;
        }

        if (!OperatingSystem.IsLinux())
        {
            return RunReport.Refuse(ExitCodes.EngineUnavailable, [ElsewhereThanLinux]);
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

        var (live, problem) = LiveSending.Of(configuration.Export, diagnostics);
        return live is null ? RunReport.Refuse(ExitCodes.ConfigProblems, [problem!]) : Run(server, arguments, directory, diagnostics, live);
    }

    private static Problem ElsewhereThanLinux { get; } = new(
        Origin.CommandLine, "MB5005", "the relay waits by poll(2) as Linux has it: this version of mcpbox runs servers on Linux only",
        "run it on Linux; log and profile work everywhere");

    private static int Run(ServerDefinition declared, RunArguments arguments, string directory, SessionDiagnostics diagnostics, LiveSending live)
    {
        var client = new EarlyClient(input: 0, output: 1);
        try
        {
            var words = ServerWords.Of(declared);
            RunReport.Warn(words.Remarks);
            return Run(words, arguments, directory, diagnostics, client, live);
        }
        catch (PackageException exception)
        {
            return RunReport.Refuse(PackageCodes.ExitCode(exception), [exception.Refusal.At(declared.Origin)], client.Held.Kept.Span);
        }
    }

    private static int Run(ServerWords words, RunArguments arguments, string directory, SessionDiagnostics diagnostics, EarlyClient client, LiveSending live)
    {
        var server = words.Server;
        var choice = EngineChoice.Of(arguments.Engine, server.Profile, OperatingSystem.IsLinux());
        if (choice.Problem is { } problem)
        {
            return RunReport.Refuse(ExitCodes.EngineUnavailable, [problem]);
        }

        var (recording, faults) = JournalSettings.Read(server.Profile);
        if (recording is null)
        {
            return RunReport.Refuse(ExitCodes.ConfigProblems, faults);
        }

        ISandboxEngine engine;
        ImageFacts? image;
        try
        {
            (engine, image) = KnownEngines.Open(choice, words.ImageToRun(PackageParts.OfProcess));
        }
        catch (SandboxException exception)
        {
            // No daemon, or no such image there: said at once, while the client's patience lasts.
            return RunReport.Refuse(ExitCodes.EngineUnavailable, [exception.Refusal.At(server.Origin)]);
        }

        using var package = words.Spec is null
            ? null
            : MissingPackage.Open(words, PackageParts.OfProcess, BuildSandbox.ToolchainOf(image), arguments.Verify, client, RunReport.Say);
        var early = client.Held;
        var request = PlanRequests.For(server, image, arguments, directory);
        var planned = Planner.Plan(package?.Fill(request, words) ?? request);
        if (planned.Plan is not { } plan)
        {
            return RunReport.Refuse(RunReport.ExitCode(planned.Failure), planned.Problems, early.Kept.Span);
        }

        RunReport.Warn(planned.Warnings);
        diagnostics.Starting(plan, choice.Reason);
        var session = Session(server, plan, engine, choice.Reason) with
        {
            Hosts = planned.Hosts,
            Diagnostic = diagnostics.Said,
            Early = early,
            Recording = live.Start,
            Journal = () => Options(recording, plan),
        };
        var outcome = SessionRunner.Run(package is null ? session : session with { LastCheck = package.LastCheck, Package = package.About });
        live.Finish();
        diagnostics.Ended(outcome);
        return RunReport.End(plan, outcome, early.Kept.Span);
    }

    private static JournalOptions Options(JournalSettings recording, SandboxPlan plan) =>
        recording.Open(SessionSecrets.Of(plan), JournalRoot.KeysFromEnvironment(Environment.GetEnvironmentVariable), Environment.GetEnvironmentVariable);

    private static SessionRequest Session(ServerDefinition server, SandboxPlan plan, ISandboxEngine engine, string why)
    {
        var journals = JournalRoot.FromEnvironment(Environment.GetEnvironmentVariable);
        return new SessionRequest
        {
            // The leading digits of a version 4 GUID are random, from the kernel. RandomNumberGenerator would load OpenSSL here, before
            // the sandbox starts, where the loading costs the most; the journal's hashes load it later, while the server starts.
            SessionId = Guid.NewGuid().ToString("N")[..SessionIdDigits],
            Plan = plan,
            Engine = engine,
            EngineReason = why,
            JournalRoot = journals,
            Index = SessionIndex.Beside(journals, TimeProvider.System),
            Records = new SessionRecords(RunFolder.OfCaller(), TimeProvider.System),
            Relay = new RelayOptions
            {
                CloseGrace = server.Profile.Session.CloseGrace,
                TermGrace = server.Profile.Session.TermGrace,
                MaxFrame = (int)server.Profile.Session.MaxFrame,
            },
            Version = ProductVersion.Text,
        };
    }
}
