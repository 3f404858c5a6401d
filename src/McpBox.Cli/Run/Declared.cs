using McpBox.Profiles;

namespace McpBox.Cli.Run;

/// <summary>What is to be run, as it was declared: a server of the config, or a command line under a profile.</summary>
internal static class Declared
{
    /// <returns>The server, or every reason why not with the exit code that says which kind.</returns>
    public static (Resolution<ServerDefinition> Server, int ExitCode) Find(Configuration configuration, RunArguments arguments)
    {
        if (arguments.Server is { } name)
        {
            return (configuration.FindServer(name), configuration.HasServer(name) ? ExitCodes.ConfigProblems : ExitCodes.NotFound);
        }

        var profile = configuration.FindProfile(arguments.Profile ?? Configuration.DefaultProfile);
        return profile.Value is null
            ? (new Resolution<ServerDefinition>(null, profile.Problems), ExitCodes.ConfigProblems)
            : (new Resolution<ServerDefinition>(
                new ServerDefinition(arguments.Rest[0], arguments.Rest[0], arguments.Rest[1..], profile.Value, Origin.CommandLine), []), ExitCodes.Ok);
    }
}
