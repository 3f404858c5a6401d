using System.Collections.Immutable;
using System.CommandLine;
using McpBox.Cli.Log;
using McpBox.Cli.Run;
using McpBox.Posix.Files;
using McpBox.Sandbox;
using McpBox.Session.Records;

namespace McpBox.Cli.Sessions;

/// <summary><c>mcpbox ps</c>: the caller's sessions that run, and what dead ones left.</summary>
internal static class PsCommand
{
    public static Command Create() => Create(RunFolder.OfCaller, KnownEngines.All, TimeProvider.System);

    /// <summary>The same, with its surroundings given. The folder is asked for when the command runs.</summary>
    public static Command Create(
        Func<RunFolder> folder, ImmutableArray<(string Name, Func<ISandboxEngine> Reach)> engines, TimeProvider time)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON Lines for programs" };
        var command = new Command("ps", "List the sessions that run") { json };
        command.SetAction(parsed => RunFolderRefusal.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            var screen = LogScreen.For(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, Environment.GetEnvironmentVariable);
            var rows = Rows(new SessionRecords(folder(), time), new EngineTraces(engines, screen.Error));
            var table = new SessionTable(screen, time);
            if (parsed.GetValue(json))
                table.PrintJson(rows);
            else if (rows.IsEmpty)
                screen.Error.WriteLine("no sessions");
            else
                table.Print(rows);
            screen.Out.Flush();
            return ExitCodes.Ok;
        }));
        return command;
    }

    // A session that is listed while the engines are asked stands in both, and is one row: the engines come first for that.
    private static ImmutableArray<SessionRow> Rows(SessionRecords records, EngineTraces engines)
    {
        var traces = engines.Find();
        var running = records.Running();
        var listed = running.Select(record => record.Session).ToHashSet(StringComparer.Ordinal);
        var others = traces.Select(found => found.Trace).Where(trace => !listed.Contains(trace.Session))
            .DistinctBy(trace => (trace.Engine, trace.Session)).OrderBy(trace => trace.Session, StringComparer.Ordinal);
        return [.. running.Select(SessionRow.Of), .. others.Select(SessionRow.Of)];
    }
}
