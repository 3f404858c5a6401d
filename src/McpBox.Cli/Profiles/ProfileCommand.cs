using System.CommandLine;
using McpBox.Cli.Packages;
using McpBox.Cli.Run;
using McpBox.Profiles;
using McpBox.Session.Planning;

namespace McpBox.Cli.Profiles;

/// <summary><c>mcpbox profile</c>: what servers may do, and whether what is written about it is right.</summary>
internal static class ProfileCommand
{
    public static Command Create() => Create(ConfigurationLocations.FromProcess, () => Environment.CurrentDirectory);

    /// <summary>The same, with its surroundings given. They are asked for when the command runs.</summary>
    public static Command Create(Func<ConfigurationLocations> locations, Func<string> currentDirectory) =>
        new("profile", "Show and check profiles, servers and project files")
        {
            List(locations, currentDirectory),
            Show(locations, currentDirectory),
            Check(locations, currentDirectory),
        };

    private static Command List(Func<ConfigurationLocations> locations, Func<string> currentDirectory)
    {
        var command = new Command("list", "List the profiles, shipped and your own");
        command.SetAction(parsed =>
            ProfileList.Print(Configuration.Load(locations(), currentDirectory()), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static Command Show(Func<ConfigurationLocations> locations, Func<string> currentDirectory)
    {
        var name = new Argument<string>("NAME") { Description = "A profile; with --effective, a server or a profile" };
        var effective = new Option<bool>("--effective") { Description = "Print what holds here, with everything resolved" };
        var command = new Command("show", "Print a profile") { name, effective };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            var directory = currentDirectory();
            var show = new ProfileShow(
                Configuration.Load(locations(), directory),
                server => Plan(server, directory),
                streams.Output,
                streams.Error);
            return parsed.GetValue(effective)
                ? show.Effective(parsed.GetRequiredValue(name))
                : show.Source(parsed.GetRequiredValue(name));
        });
        return command;
    }

    private static PlanResult Plan(ServerDefinition declared, string directory)
    {
        var words = ServerWords.Of(declared);
        var image = words.ImageToRun(PackageParts.OfProcess) is { } reference ? KnownEngines.Look(reference, record: false) : null;
        var request = PlanRequests.For(words.Server, image, directory);
        if (words.Spec is null)
            return Planner.Plan(request);
        using var package = PackageStart.Of(words, PackageParts.OfProcess, BuildSandbox.ToolchainOf(image), verify: false);
        return Planner.Plan(package.Fill(request, words));
    }

    private static Command Check(Func<ConfigurationLocations> locations, Func<string> currentDirectory)
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "config.toml, mcpbox.toml, or any other name for a profile; your whole configuration when left out",
        };
        var command = new Command("check", "Print every problem of the configuration") { files };
        command.SetAction(parsed => ProfileCheck.Print(
            locations(),
            currentDirectory(),
            parsed.GetValue(files) ?? [],
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }
}
