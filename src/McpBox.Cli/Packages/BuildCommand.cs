using System.CommandLine;
using McpBox.Cli.Run;
using McpBox.Engines.Docker.Images;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox build</c>: an image of a locked, built server.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME|SPEC") { Description = "A server of config.toml, or a package: npm:@scope/pkg@1.2.3" };
        var below = new Option<string?>("--base") { HelpName = "IMAGE", Description = "The image it is put onto: one that the daemon has, or ./FILE.tar of docker save" };
        var tag = new Option<string?>("--tag") { HelpName = "REF", Description = "What daemons call it" };
        var file = new Option<string?>("--output") { HelpName = "FILE.tar", Description = "Write an OCI image layout that docker load and podman load read" };
        var load = new Option<bool>("--load") { Description = "Hand it to the daemon" };
        var command = new Command("build", "Make a self-contained image of a locked server; prints its digest") { name, below, tag, file, load };
        command.SetAction(parsed => new BuildRun(
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            static () => DaemonImages.Open(CallerEnvironment.Read(), CallerEnvironment.Home(), TimeProvider.System))
            .Run(
                Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory),
                new BuildRequest(parsed.GetValue(name)!, parsed.GetValue(below), parsed.GetValue(tag), parsed.GetValue(file), parsed.GetValue(load))));
        return command;
    }
}
