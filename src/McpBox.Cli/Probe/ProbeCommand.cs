using System.CommandLine;
using McpBox.Cli.Log;
using McpBox.Cli.Run;
using McpBox.Profiles;

namespace McpBox.Cli.Probe;

/// <summary><c>mcpbox probe</c>: sets a sandbox up, looks at it from inside and takes it away again; no server is started.</summary>
internal static class ProbeCommand
{
    public static Command Create() => Create(ConfigurationLocations.FromProcess, () => Environment.CurrentDirectory, KnownEngines.Open);

    /// <summary>The same, with its surroundings given. They are asked for when the command runs.</summary>
    public static Command Create(Func<ConfigurationLocations> locations, Func<string> currentDirectory, OpenEngine open)
    {
        var name = new Argument<string?>("NAME")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A server of config.toml, or a profile (default: strict)",
        };
        var engine = new Option<string?>("--engine") { Description = "bubblewrap, docker or auto (default: the profile's)", HelpName = "NAME" };
        var image = new Option<string?>("--image") { Description = "Look from inside this image (default: the profile's, if it has one)", HelpName = "REF" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for programs" };
        var command = new Command("probe", "Look at a sandbox from inside and compare it with its plan, without starting a server") { name, engine, image, json };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            var screen = LogScreen.For(streams.Output, streams.Error, Environment.GetEnvironmentVariable);
            var directory = currentDirectory();
            var run = new ProbeRun(Configuration.Load(locations(), directory), directory, open, screen);
            var code = run.Print(new ProbeSubject(parsed.GetValue(name), parsed.GetValue(engine), parsed.GetValue(image)), parsed.GetValue(json));
            screen.Out.Flush();
            return code;
        });
        return command;
    }
}
