using McpBox.Packages;
using McpBox.Packages.Specs;
using McpBox.Profiles;

namespace McpBox.Cli.Packages;

/// <summary>What commands about packages are told: servers of the config, or packages under a profile.</summary>
/// <param name="profile">For packages that no server of the config stands for; null for the default.</param>
/// <param name="image">The same; null for the profile's.</param>
internal sealed class PackageSubjects(Configuration configuration, string? profile, string? image)
{
    /// <summary>The names of all servers whose words can be read and are a package or an image.</summary>
    public IEnumerable<string> All() => configuration.Servers.Values.Where(IsPackage).Select(static server => server.Name);

    /// <returns>The server or package.</returns>
    /// <exception cref="PackageException">There is no such server, its words cannot be read, or are no package.</exception>
    public ServerWords Find(string name)
    {
        var words = ServerWords.Of(configuration.HasServer(name) ? WithImage(Value(configuration.FindServer(name))) : OfSpec(name));
        return IsLockable(words) ? words : throw new PackageException("MB6505", $"{name} is no package: nothing of it can be locked", "a server with a spec, an image, or a command such as npx, is one");
    }

    private ServerDefinition OfSpec(string text) => new(
        PackageNames.ServerName(SpecReader.Read(text)), null, [], WithImage(Value(configuration.FindProfile(profile ?? Configuration.DefaultProfile))),
        Origin.CommandLine, text);

    private static T Value<T>(Resolution<T> resolution)
        where T : class =>
        resolution.Value ?? throw Problem(resolution.Problems[0]);

    private ServerDefinition WithImage(ServerDefinition server) => server with { Profile = WithImage(server.Profile) };

    private Profile WithImage(Profile found) => image is null ? found : found with { Container = found.Container with { Image = image } };

    private static bool IsPackage(ServerDefinition server)
    {
        try
        {
            return IsLockable(ServerWords.Of(server));
        }
        catch (PackageException)
        {
            // Told when it is asked for by its name; "all" is all that can be.
            return false;
        }
    }

    private static bool IsLockable(ServerWords words) => words.Spec is not null || words.Server.Profile.Container.Image is not null;

    private static PackageException Problem(Problem problem) => new(problem.Code, $"{problem.Origin}: {problem.Message}", problem.Hint);
}
