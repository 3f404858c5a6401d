using McpBox.Cli.Packages;
using McpBox.Packages;
using McpBox.Profiles;

namespace McpBox.Cli.Images;

/// <summary>Which images are meant: those that were named, those of named servers, or those of every server.</summary>
internal static class PullSubjects
{
    public static Resolution<IReadOnlyList<string>> Find(Configuration configuration, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return All(configuration);
        var problems = new List<Problem>();
        var references = new List<string>();
        foreach (var name in names)
        {
            // A server's name goes first: run knows it by the same word.
            if (!configuration.HasServer(name))
                references.Add(name);
            else if (Image(configuration, name, problems) is { } image)
                references.Add(image);
        }

        return problems.Count > 0 ? new(null, [.. problems]) : new([.. references.Distinct(StringComparer.Ordinal)], []);
    }

    private static Resolution<IReadOnlyList<string>> All(Configuration configuration)
    {
        if (!configuration.Problems.IsEmpty)
            return new(null, configuration.Problems);
        var problems = new List<Problem>();
        var images = configuration.Servers.Values.Select(server => ImageOf(server, problems)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (problems.Count > 0)
            return new(null, [.. problems]);
        return images.Count > 0
            ? new(images, [])
            : new(null, [new Problem(Origin.CommandLine, "MB5020", "no server of the config names an image", "name what to pull: mcpbox pull REFERENCE")]);
    }

    private static string? Image(Configuration configuration, string server, List<Problem> problems)
    {
        var found = configuration.FindServer(server);
        problems.AddRange(found.Problems);
        if (found.Value is not { } definition)
            return null;
        var before = problems.Count;
        var image = ImageOf(definition, problems);
        if (image is null && problems.Count == before)
        {
            problems.Add(new Problem(
                definition.Origin, "MB5020", $"the server {server} names no image: it runs a program of this machine",
                $"add image = \"REFERENCE\" to its profile or to [servers.{server}.container], or name the image itself"));
        }

        return image;
    }

    // Named by its profile, by its spec, or by the words of a client's config.
    private static string? ImageOf(ServerDefinition server, List<Problem> problems)
    {
        try
        {
            return ServerWords.Of(server).Server.Profile.Container.Image;
        }
        catch (PackageException exception)
        {
            problems.Add(new Problem(server.Origin, exception.Refusal.Code, exception.Refusal.Message, exception.Refusal.Hint));
            return null;
        }
    }
}
