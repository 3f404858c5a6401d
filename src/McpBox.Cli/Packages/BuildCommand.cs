using System.CommandLine;
using McpBox.Cli.Run;
using McpBox.Engines.Docker.Images;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary><c>mcpbox build</c>: an image of a locked, built server. stdout gets its digest.</summary>
internal static class BuildCommand
{
    public static Command Create() => Create(
        static () => Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory),
        PackageParts.OfProcess,
        static () => DaemonImages.Open(CallerEnvironment.Read(), CallerEnvironment.Home(), TimeProvider.System));

    /// <summary>The same, with its surroundings given.</summary>
    /// <param name="images">Finds the daemon; not asked where none is needed.</param>
    public static Command Create(Func<Configuration> configuration, PackageParts parts, Func<DaemonImages> images)
    {
        var name = new Argument<string>("NAME|SPEC") { Description = "A server of config.toml, or a package: npm:@scope/pkg@1.2.3" };
        var profile = new Option<string?>("--profile") { Description = "Profile for a package that no server stands for (default: strict)", HelpName = "NAME" };
        var below = new Option<string?>("--base") { HelpName = "IMAGE", Description = "The image it is put onto: one that the daemon has, or ./FILE.tar of docker save (default: the one it was locked with)" };
        var tag = new Option<string?>("--tag") { HelpName = "REF", Description = "What daemons call it" };
        var file = new Option<string?>("--output", "-o") { HelpName = "FILE.tar", Description = "Write an OCI image layout that docker load and podman load read" };
        var load = new Option<bool>("--load") { Description = "Hand it to the daemon" };
        var push = new Option<string?>("--push") { HelpName = "REF", Description = "Put it into a registry, as it is" };
        var command = new Command("build", "Make a self-contained image of a locked server; prints its digest") { name, profile, below, tag, file, load, push };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            var subjects = new PackageSubjects(configuration(), parsed.GetValue(profile), null);
            var each = new EachPackage(subjects, streams.Error);
            var request = new BuildRequest(
                parsed.GetRequiredValue(name), parsed.GetValue(below), parsed.GetValue(tag), parsed.GetValue(file), parsed.GetValue(load), parsed.GetValue(push));
            return each.Guard(() => new BuildRun(parts, streams.Output, each.Say, images).Run(subjects.Find(request.Name), request));
        });
        return command;
    }
}
