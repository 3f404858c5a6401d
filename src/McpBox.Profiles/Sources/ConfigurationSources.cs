using System.Collections.Immutable;

namespace McpBox.Profiles.Sources;

/// <summary>Which files there are to read.</summary>
/// <param name="ConfigFile">Null when there is none.</param>
/// <param name="ProfileFiles">By profile name.</param>
/// <param name="OddFiles">Files of the profiles folder whose name is no profile's.</param>
/// <param name="ProjectFile">The nearest <c>mcpbox.toml</c>; null when there is none.</param>
/// <param name="Folders">Existing folders of the caller's configuration.</param>
internal sealed record ConfigurationSources(
    string? ConfigFile,
    ImmutableSortedDictionary<string, string> ProfileFiles,
    ImmutableArray<string> OddFiles,
    string? ProjectFile,
    ImmutableArray<string> Folders)
{
    private const string ProjectName = "mcpbox.toml";
    private const string Extension = ".toml";

    public static ConfigurationSources Find(ConfigurationLocations locations, string currentDirectory)
    {
        var files = ProfileFilesIn(locations.ProfilesFolder).ToLookup(path => NameRule.IsName(Path.GetFileNameWithoutExtension(path)));
        return new ConfigurationSources(
            locations.ConfigFile is { } config && Exists(config) ? config : null,
            files[true].ToImmutableSortedDictionary(path => Path.GetFileNameWithoutExtension(path)!, path => path, StringComparer.Ordinal),
            [.. files[false]],
            FindProject(currentDirectory, locations.Home),
            [.. new[] { locations.Folder, locations.ProfilesFolder }.OfType<string>().Where(Directory.Exists)]);
    }

    /// <summary>The same with one file in the place which its name says: a config, a project's file, otherwise a profile.</summary>
    public ConfigurationSources With(string file) => Path.GetFileName(file) switch
    {
        "config.toml" => this with { ConfigFile = file },
        ProjectName => this with { ProjectFile = file },
        _ when NameRule.IsName(Path.GetFileNameWithoutExtension(file)) =>
            this with { ProfileFiles = ProfileFiles.SetItem(Path.GetFileNameWithoutExtension(file), file) },
        _ => this with { OddFiles = [file] },
    };

    private static IEnumerable<string> ProfileFilesIn(string? folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        // Dot files are what editors leave behind while they write.
        return Directory.EnumerateFileSystemEntries(folder)
            .Where(path => path.EndsWith(Extension, StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith('.'));
    }

    /// <summary>From the current folder upwards, up to and including the first with a <c>.git</c>, or the home folder.</summary>
    private static string? FindProject(string currentDirectory, string? home)
    {
        var stop = home is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(home));
        for (var folder = new DirectoryInfo(currentDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, ProjectName);
            if (Exists(candidate))
            {
                return candidate;
            }

            if (Exists(Path.Combine(folder.FullName, ".git")) || Path.TrimEndingDirectorySeparator(folder.FullName) == stop)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>A link to nowhere exists as well: reading it must fail, not pass for its absence.</summary>
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
