using McpBox.Cli.Log;
using McpBox.Cli.Packages;
using McpBox.Cli.Run;
using McpBox.Packages;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Cli.Probe;

/// <summary>The engine that was chosen, ready to be used: <see cref="KnownEngines.Open"/>.</summary>
internal delegate (ISandboxEngine Engine, ImageFacts? Image) OpenEngine(EngineChoice choice, string? image);

/// <summary>One probe, from what was typed to the exit code: declare, choose the engine, plan, look, print.</summary>
internal sealed class ProbeRun(Configuration configuration, string directory, OpenEngine open, LogScreen screen)
{
    private const int SessionIdDigits = 12;

    public int Print(ProbeSubject subject, bool json)
    {
        var arguments = subject.Arguments(configuration);
        var (declared, exitCode) = Declared.Find(configuration, arguments);
        if (declared.Value is not { } server)
            return Refuse(declared.Problems, subject.IsKnown(configuration) ? exitCode : ExitCodes.NotFound);
        try
        {
            return Print(ServerWords.Of(server), arguments, json);
        }
        catch (PackageException exception)
        {
            return Refuse([Problem(server, exception.Refusal)], PackageCodes.ExitCode(exception));
        }
    }

    private int Print(ServerWords words, RunArguments arguments, bool json)
    {
        var server = words.Server;
        var choice = EngineChoice.Of(arguments.Engine, server.Profile, OperatingSystem.IsLinux());
        if (choice.Problem is { } problem)
            return Refuse([problem], ExitCodes.EngineUnavailable);
        ISandboxEngine engine;
        ImageFacts? image;
        try
        {
            (engine, image) = open(choice, words.ImageToRun(PackageParts.OfProcess));
        }
        catch (SandboxException exception)
        {
            return Refuse([Problem(server, exception.Refusal)], ExitCodes.EngineUnavailable);
        }

        using var package = words.Spec is null ? null : PackageStart.Of(words, PackageParts.OfProcess, BuildSandbox.ToolchainOf(image), verify: false);
        var request = PlanRequests.For(server, image, arguments, directory);
        var planned = Planner.Plan(package?.Fill(request, words) ?? request);
        if (planned.Plan is not { } plan)
            return Refuse(planned.Problems, RunReport.ExitCode(planned.Failure));
        foreach (var warning in planned.Warnings)
            screen.Error.WriteLine(PlainText.EscapeLines(warning));
        return Look(server, plan, engine, choice.Reason, json);
    }

    private int Look(ServerDefinition server, SandboxPlan plan, ISandboxEngine engine, string why, bool json)
    {
        var refusals = engine.Check(plan);
        if (!refusals.IsEmpty)
            return Refuse(refusals.Select(refusal => Problem(server, refusal)), ExitCodes.EngineUnavailable);
        try
        {
            var report = engine.Probe(plan, Guid.NewGuid().ToString("N")[..SessionIdDigits]);
            var table = new ProbeTable(screen, plan, engine.Name, why);
            if (json)
                table.PrintJson(report);
            else
                table.Print(report);
            return report.Refuse() is { } refusal ? Refuse([Problem(server, refusal)], ExitCodes.SandboxFailed) : ExitCodes.Ok;
        }
        catch (SandboxException exception)
        {
            return Refuse([Problem(server, exception.Refusal)], ExitCodes.SandboxFailed);
        }
    }

    private static Problem Problem(ServerDefinition server, Refusal refusal) => new(server.Origin, refusal.Code, refusal.Message, refusal.Hint);

    private int Refuse(IEnumerable<Problem> problems, int code)
    {
        foreach (var problem in problems)
            screen.Error.WriteLine(problem);
        return code;
    }
}
