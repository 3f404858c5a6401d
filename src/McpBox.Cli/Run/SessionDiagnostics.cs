using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session;
using Serilog;
using Serilog.Core;

namespace McpBox.Cli.Run;

/// <summary>
/// mcpbox's own steps for whoever looks for a fault: scalars only, never a frame, an argument or a value of the environment. Diagnostics may be
/// lost; the journal may not. Nothing of Serilog is loaded unless a file was asked for.
/// </summary>
internal sealed class SessionDiagnostics : IDisposable
{
    private readonly Logger? _log;

    private SessionDiagnostics(Logger? log) => _log = log;

    public static SessionDiagnostics Open(string? file) => new(file is null
        ? null
        : new LoggerConfiguration()
            .MinimumLevel.Debug()
            .WriteTo.File(file, outputTemplate: "{Timestamp:O} [{Level:u3}] {Message:lj}{NewLine}")
            .CreateLogger());

    public void Loaded(Configuration configuration)
    {
        foreach (var path in configuration.Files)
        {
            _log?.Debug("read {Path}", path);
        }

        foreach (var problem in configuration.Problems)
        {
            _log?.Warning("{Place}: {Code}", problem.Origin.ToString(), problem.Code);
        }
    }

    public void Starting(SandboxPlan plan, string engine)
    {
        // Not even the hash is computed when nobody asked.
        _log?.Information(
            "starting {Server} under profile {Profile}, plan {Plan}, engine {Engine}", plan.Name, plan.Profile, PlanJson.Sha256(plan), engine);
    }

    /// <summary>Something that goes on without what it speaks of.</summary>
    public void Said(string text) => _log?.Warning("{Text}", text);

    public void Ended(SessionOutcome outcome)
    {
        if (outcome is SessionOutcome.Ran ran)
        {
            _log?.Information("{End}: the server {How}; journal {Journal}", ran.Relay.End.ToString(), ran.Exit.Describe(), ran.JournalPath);
        }
        else if (outcome is SessionOutcome.Refused refused)
        {
            _log?.Error("refused: {Codes}", string.Join(' ', refused.Refusals.Select(refusal => refusal.Code)));
        }
    }

    public void Dispose() => _log?.Dispose();
}
