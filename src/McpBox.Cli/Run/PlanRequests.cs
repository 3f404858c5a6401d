using McpBox.Cli.Log;
using McpBox.Profiles;
using McpBox.Session.Planning;

namespace McpBox.Cli.Run;

/// <summary>What the planner decides from, gathered from this process.</summary>
internal static class PlanRequests
{
    /// <summary>A server or a command line as it was typed.</summary>
    public static PlanRequest For(ServerDefinition server, ImageFacts? image, RunArguments arguments, string directory) => For(server, image, directory) with
    {
        Name = arguments.Server,
        Arguments = [.. server.Args, .. arguments.Server is null ? [] : arguments.Rest],
        ExtraMounts = arguments.MountDeclarations(directory),
    };

    /// <summary>A configured server as it stands in the config.</summary>
    public static PlanRequest For(ServerDefinition server, ImageFacts? image, string directory) => new()
    {
        Name = server.Name,
        Profile = server.Profile,
        Program = server.Command,
        Arguments = server.Args,
        Image = image,
        CommandOrigin = server.Origin,
        CurrentDirectory = directory,
        CallerEnvironment = CallerEnvironment.Read(),
        CallerUid = Posix.Files.Caller.EffectiveUserId(),
        HomeDirectory = CallerEnvironment.Home(),
        OwnFolders = [JournalRoot.FromEnvironment(Environment.GetEnvironmentVariable), JournalRoot.KeysFromEnvironment(Environment.GetEnvironmentVariable)],
    };
}
