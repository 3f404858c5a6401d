using System.CommandLine;
using McpBox.Cli.Run;
using McpBox.Engines.Docker.Images;
using McpBox.Posix.Io;
using McpBox.Profiles;

namespace McpBox.Cli.Images;

/// <summary><c>mcpbox pull</c>: the only thing that fetches an image. <c>run</c> never does: a client's start-up time-out would end it half-way.</summary>
internal static class PullCommand
{
    private const int StandardError = 2;

    public static Command Create() => Create(
        ConfigurationLocations.FromProcess,
        static () => Environment.CurrentDirectory,
        static () => DaemonImages.Open(CallerEnvironment.Read(), CallerEnvironment.Home(), TimeProvider.System));

    /// <summary>The same, with its surroundings given. They are asked for when the command runs.</summary>
    public static Command Create(Func<ConfigurationLocations> locations, Func<string> currentDirectory, Func<DaemonImages> images)
    {
        var names = new Argument<string[]>("REFERENCE|SERVER")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "An image, or a server of config.toml whose image is meant; the images of all servers when left out",
        };
        var local = new Option<bool>("--local") { Description = "Ask no registry: record what the daemon has now, as after a build" };
        var command = new Command("pull", "Fetch images, and record the bits that their tags mean from now on") { names, local };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            var configuration = Configuration.Load(locations(), currentDirectory());
            var subjects = PullSubjects.Find(configuration, parsed.GetValue(names) ?? []);
            if (subjects.Problems is [_, ..])
                return Refuse(streams.Error, subjects.Problems);
            var live = ReferenceEquals(streams.Error, Console.Error) && Descriptor.IsTerminal(StandardError)
                && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
            return new PullRun(images, new PullScreen(streams.Error, live), streams.Output).Run(subjects.Value!, parsed.GetValue(local));
        });
        return command;
    }

    private static int Refuse(TextWriter error, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
            error.WriteLine($"mcpbox: {problem}");
        return ExitCodes.ConfigProblems;
    }
}
