using System.CommandLine;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox lock</c>: chooses versions where none are locked, and builds what is not built. stdout gets a line each: spec, version, key.</summary>
internal static class LockCommand
{
    public static Command Create() => Create(static () => Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory), PackageParts.OfProcess);

    /// <summary>The same, with its surroundings given.</summary>
    public static Command Create(Func<Configuration> configuration, PackageParts parts)
    {
        var options = new PackageOptions("Servers of config.toml, or packages: npm:@scope/pkg@1.2.3, oci:mcp/time:1");
        var command = new Command("lock", "Lock packages and images to exact bytes, and build or fetch them, so that they start offline");
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            var each = new EachPackage(options.Subjects(parsed, configuration()), streams.Error);
            return Task.FromResult(each.Run(options.Names(parsed), options.All(parsed), "lock", (_, words) =>
            {
                var (locked, place) = Locking.Of(parts, words, each.Say, cancel).Lock();
                streams.Output.WriteLine($"{locked.Spec} {locked.Version} {place}");
                return ExitCodes.Ok;
            }));
        });
        return command;
    }
}
