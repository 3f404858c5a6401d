using System.Collections.Immutable;
using System.CommandLine;
using McpBox.Cli.Packages;
using McpBox.Cli.Run;
using McpBox.Posix.Files;
using McpBox.Sandbox;
using McpBox.Session.Records;

namespace McpBox.Cli.Sessions;

/// <summary><c>mcpbox gc</c>: takes away what killed sessions and builds left and what no lock names, and nothing whose mcpbox lives.</summary>
internal static class GcCommand
{
    public static Command Create() => Create(RunFolder.OfCaller, KnownEngines.All, TimeProvider.System, PackageParts.OfProcess);

    /// <summary>The same, with its surroundings given. The folder is asked for when the command runs.</summary>
    public static Command Create(
        Func<RunFolder> folder, ImmutableArray<(string Name, Func<ISandboxEngine> Reach)> engines, TimeProvider time, PackageParts packages)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be removed, and remove nothing" };
        var command = new Command("gc", "Remove what killed sessions left, and packages that nobody needs") { dryRun };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var removal = new Removal(parsed.GetValue(dryRun), output, error);
            return RunFolderRefusal.Guard(error, () =>
            {
                foreach (var (engine, trace) in new EngineTraces(engines, error).Find().Where(found => !found.Trace.OwnerAlive))
                    removal.Of($"{trace.Engine}: {trace.What} of session {trace.Session}", () => engine.Remove(trace));
                foreach (var path in new SessionRecords(folder(), time).Stale())
                    removal.Of($"the record {path}", () => File.Delete(path));
                new PackageGarbage(packages).Remove(removal, parsed.GetValue(dryRun));
                return removal.Finish();
            });
        });
        return command;
    }
}
