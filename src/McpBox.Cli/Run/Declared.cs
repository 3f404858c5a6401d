using McpBox.Cli.Packages;
using McpBox.Profiles;

namespace McpBox.Cli.Run;

/// <summary>What is to be run, as it was declared: a server of the config, or a command line under a profile.</summary>
internal static class Declared
{
    /// <returns>The server, or every reason why not with the exit code that says which kind.</returns>
    public static (Resolution<ServerDefinition> Server, int ExitCode) Find(Configuration configuration, RunArguments arguments)
    {
        if (arguments.Server is { } spec && !configuration.HasServer(spec) && PackageNames.IsSpec(spec))
        {
            var standing = configuration.FindProfile(arguments.Profile ?? Configuration.DefaultProfile);
            return standing.Value is { } found
                ? (Of(new ServerDefinition(spec, null, [], WithImage(found, arguments), Origin.CommandLine, spec)), ExitCodes.Ok)
                : (new Resolution<ServerDefinition>(null, standing.Problems), ExitCodes.ConfigProblems);
        }

        if (arguments.Server is { } name)
        {
            var server = configuration.FindServer(name);
            return server.Value is { } found
                ? (Of(found with { Profile = WithImage(found.Profile, arguments) }), ExitCodes.Ok)
                : configuration.HasServer(name) ? (server, ExitCodes.ConfigProblems) : (WithPackageHint(server, name), ExitCodes.NotFound);
        }

        var profile = configuration.FindProfile(arguments.Profile ?? Configuration.DefaultProfile);
        return profile.Value is { } resolved
            ? AdHoc(WithImage(resolved, arguments), arguments)
            : (new Resolution<ServerDefinition>(null, profile.Problems), ExitCodes.ConfigProblems);
    }

    // Of a command line the first word is the program; of an image all words go to its ENTRYPOINT.
    private static (Resolution<ServerDefinition> Server, int ExitCode) AdHoc(Profile profile, RunArguments arguments) => (profile.Container.Image, arguments.Rest) switch
    {
        ({ } image, var words) => (Of(new ServerDefinition(image, null, words, profile, Origin.CommandLine)), ExitCodes.Ok),
        (null, [var program, ..]) => (Of(new ServerDefinition(program, program, arguments.Rest[1..], profile, Origin.CommandLine)), ExitCodes.Ok),
        (null, []) => (new Resolution<ServerDefinition>(null, [RunArguments.NothingToRun]), ExitCodes.Internal),
    };

    // A bare word is never looked up in a registry: one letter beside a server's name there may be a stranger's package.
    private static Resolution<ServerDefinition> WithPackageHint(Resolution<ServerDefinition> unknown, string name) => unknown with
    {
        Problems = [.. unknown.Problems.Select(problem => problem with { Hint = $"{problem.Hint}; the package of that name is npm:{name}" })],
    };

    private static Profile WithImage(Profile profile, RunArguments arguments) =>
        arguments.Image is { } image ? profile with { Container = profile.Container with { Image = image } } : profile;

    private static Resolution<ServerDefinition> Of(ServerDefinition server) => new(server, []);
}
