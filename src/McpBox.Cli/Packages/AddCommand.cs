using System.Collections.Immutable;
using System.CommandLine;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox add NAME SPEC [-- ARGS…]</c>, or <c>mcpbox add NAME -- npx -y PKG ARGS…</c>: locks and builds a package, then declares it.</summary>
internal static class AddCommand
{
    /// <param name="rest">Everything after the first <c>--</c>.</param>
    public static Command Create(ImmutableArray<string> rest) => Create(rest, ConfigurationLocations.FromProcess, static () => Environment.CurrentDirectory, PackageParts.OfProcess);

    /// <summary>The same, with its surroundings given.</summary>
    public static Command Create(ImmutableArray<string> rest, Func<ConfigurationLocations> locations, Func<string> directory, PackageParts parts)
    {
        var name = new Argument<string>("NAME") { Description = "The server's name in config.toml; it must be new" };
        var spec = new Argument<string?>("SPEC") { Arity = ArgumentArity.ZeroOrOne, Description = "npm:@scope/pkg, pypi:pkg …; leave it out and give a client's command line after --" };
        var profile = new Option<string?>("--profile") { Description = "Profile of the server (default: strict)", HelpName = "NAME" };
        var image = new Option<string?>("--image") { Description = "Image whose toolchain the server runs on", HelpName = "REF" };
        var command = new Command("add", "Lock and build a package, and declare it as a server of config.toml: mcpbox add NAME SPEC [-- ARGS…]") { name, spec, profile, image };
        command.SetAction((parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            var configuration = Configuration.Load(locations(), directory());
            var each = new EachPackage(new PackageSubjects(configuration, parsed.GetValue(profile), parsed.GetValue(image)), streams.Error);
            var addition = new ServerAddition(parsed.GetRequiredValue(name), parsed.GetValue(spec), rest, parsed.GetValue(profile), parsed.GetValue(image));
            return Task.FromResult(each.Guard(() => new AddRun(configuration, locations(), parts, each.Say, streams.Output, cancel).Run(addition)));
        });
        return command;
    }
}
