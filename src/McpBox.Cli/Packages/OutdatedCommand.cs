using System.CommandLine;
using McpBox.Cli.Log;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox outdated</c>: what is locked beside what <c>mcpbox update</c> would choose. Changes nothing.</summary>
internal static class OutdatedCommand
{
    public static Command Create() => Create(static () => Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory), PackageParts.OfProcess);

    /// <summary>The same, with its surroundings given.</summary>
    public static Command Create(Func<Configuration> configuration, PackageParts parts)
    {
        var options = new PackageOptions("Servers of config.toml, or packages (default: every server that is a package)");
        var json = new Option<bool>("--json") { Description = "Print JSON Lines for programs" };
        var command = new Command("outdated", "Compare locked packages with the newest that may be chosen") { json };
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            var each = new EachPackage(options.Subjects(parsed, configuration()), streams.Error);
            var rows = new List<OutdatedRow>();
            var names = options.Names(parsed);
            var code = each.Run(names, options.All(parsed) || names.Count == 0, "compare", (name, words) =>
            {
                // What npm or pip says on the way is nobody's interest here.
                var locking = Locking.Of(parts, words, static _ => { }, cancel);
                rows.Add(new OutdatedRow(name, locking.Spec.ToString(), locking.Locked()?.Version, locking.Newest()));
                return ExitCodes.Ok;
            });
            OutdatedRow.Print(rows, LogScreen.For(streams.Output, streams.Error, Environment.GetEnvironmentVariable), parsed.GetValue(json));
            return Task.FromResult(code);
        });
        return command;
    }
}
