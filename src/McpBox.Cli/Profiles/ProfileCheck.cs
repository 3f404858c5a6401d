using System.Collections.Immutable;
using McpBox.Profiles;
using McpBox.Session.Recording;

namespace McpBox.Cli.Profiles;

/// <summary><c>mcpbox profile check</c>: every problem to stderr, or one line to stdout.</summary>
internal static class ProfileCheck
{
    public static int Print(
        ConfigurationLocations locations, string currentDirectory, IReadOnlyCollection<string> files, TextWriter output, TextWriter error)
    {
        var (count, problems) = files.Count == 0
            ? CheckAll(locations, currentDirectory)
            : (files.Count, CheckEach(locations, currentDirectory, files));
        foreach (var problem in problems)
        {
            error.WriteLine(problem);
        }

        if (problems.Length > 0)
        {
            return ExitCodes.ConfigProblems;
        }

        output.WriteLine(count == 1 ? "1 file, no problems" : $"{count} files, no problems");
        return ExitCodes.Ok;
    }

    private static ImmutableArray<Problem> CheckEach(
        ConfigurationLocations locations, string currentDirectory, IEnumerable<string> files) =>
    [
        .. files.Select(file => Path.GetFullPath(file, currentDirectory)).Distinct(StringComparer.Ordinal)
            .SelectMany(file => Configuration.Check(locations, currentDirectory, file).Concat(OfJournals(Configuration.Load(locations, currentDirectory)).Where(problem => problem.Origin.Path == file))),
    ];

    private static (int Count, ImmutableArray<Problem> Problems) CheckAll(ConfigurationLocations locations, string currentDirectory)
    {
        var configuration = Configuration.Load(locations, currentDirectory);
        return (configuration.Files.Length, [.. configuration.Problems, .. OfJournals(configuration)]);
    }

    // What the rules of redaction are made of is known to the journal, and not to those who read TOML.
    private static IEnumerable<Problem> OfJournals(Configuration configuration) =>
        configuration.Profiles.Keys.Select(name => configuration.FindProfile(name).Value).OfType<Profile>()
            .Concat(configuration.Servers.Values.Select(static server => server.Profile))
            .SelectMany(static profile => JournalSettings.Read(profile).Problems).Distinct();
}
