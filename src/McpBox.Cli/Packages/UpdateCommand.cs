using System.CommandLine;
using McpBox.Posix.Io;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox update</c>: chooses versions anew, shows what would change before it does, and builds it. stdout gets the changes.</summary>
internal static class UpdateCommand
{
    public static Command Create() => Create(
        static () => Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory), PackageParts.OfProcess, AskOnTerminal);

    /// <summary>The same, with its surroundings given.</summary>
    /// <param name="ask">Asks a person; null where there is none.</param>
    public static Command Create(Func<Configuration> configuration, PackageParts parts, Func<TextWriter, string, bool?> ask)
    {
        var options = new PackageOptions("Servers of config.toml, or packages, that are locked");
        var yes = new Option<bool>("--yes", "-y") { Description = "Do it without asking" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing" };
        var command = new Command("update", "Lock newer versions of packages, after a look at what changes") { yes, dryRun };
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            var each = new EachPackage(options.Subjects(parsed, configuration()), streams.Error);
            var run = new UpdateRun(parts, each, streams.Output, question => parsed.GetValue(yes) ? true : ask(streams.Error, question), cancel);
            return Task.FromResult(each.Run(options.Names(parsed), options.All(parsed), "update", (name, words) => run.Update(name, words, parsed.GetValue(dryRun))));
        });
        return command;
    }

    private static bool? AskOnTerminal(TextWriter error, string question)
    {
        if (!Descriptor.IsTerminal(0) || !Descriptor.IsTerminal(2))
            return null;
        error.Write($"mcpbox: {question} [y/N] ");
        error.Flush();
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
