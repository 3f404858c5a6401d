using System.Collections.Immutable;
using McpBox.Profiles.Sources;

namespace McpBox.Profiles;

/// <summary>
/// Everything that the user declared: shipped and own profiles, the servers of the config, and the project's tightening. Loading
/// reports every problem at once and never throws for what a file says.
/// </summary>
public sealed class Configuration
{
    public const string DefaultProfile = "strict";

    private readonly ProfileCatalog _catalog;
    private readonly ProjectFile? _project;
    private readonly ImmutableSortedDictionary<string, DeclaredServer> _declared;
    private readonly ImmutableHashSet<string> _fatal;
    private readonly string? _configFile;

    internal Configuration(ConfigurationLoader loader)
    {
        _catalog = loader.Catalog;
        _project = loader.Project;
        _declared = loader.Servers.ToImmutableSortedDictionary(server => server.Name, server => server, StringComparer.Ordinal);
        _fatal = loader.FatalPaths;
        Files = loader.Files;
        Export = loader.Export;
        Retention = loader.Retention;
        _configFile = loader.ConfigFile;
        Problems = [.. loader.Problems.Distinct()
            .OrderBy(problem => problem.Origin.Path, StringComparer.Ordinal)
            .ThenBy(problem => problem.Origin.Line)
            .ThenBy(problem => problem.Origin.Column)
            .ThenBy(problem => problem.Code, StringComparer.Ordinal)];
        Profiles = _catalog.Names.ToImmutableSortedDictionary(name => name, SourceOf, StringComparer.Ordinal);
        Servers = _declared.Keys.Select(FindServer).Select(resolution => resolution.Value).OfType<ServerDefinition>()
            .ToImmutableSortedDictionary(server => server.Name, server => server, StringComparer.Ordinal);
    }

    /// <summary>Every profile as it was written, those with problems included.</summary>
    public ImmutableSortedDictionary<string, ProfileSource> Profiles { get; }

    /// <summary>The servers that can be started, tightened as the project wants it.</summary>
    public ImmutableSortedDictionary<string, ServerDefinition> Servers { get; }

    /// <summary>Who hears of calls while they happen; declared in the config alone.</summary>
    public ExportSection Export { get; }

    /// <summary>How long journals are kept; declared in the config alone.</summary>
    public RetentionSection Retention { get; }

    /// <summary>Those of the config itself, which forbid every start.</summary>
    public IEnumerable<Problem> ConfigProblems => Problems.Where(problem => problem.Origin.Path == _configFile);

    /// <summary>Of every file, sorted by place.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>Absolute paths of the files that were read, the shipped profiles aside.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>The project's <c>mcpbox.toml</c> that holds here; null when there is none.</summary>
    public string? ProjectFile => _project?.Document.Path;

    /// <summary>Reads everything that holds for a caller in a folder.</summary>
    /// <param name="currentDirectory">Absolute; where the search for a project's file begins.</param>
    public static Configuration Load(ConfigurationLocations locations, string currentDirectory) =>
        new ConfigurationLoader(ConfigurationSources.Find(locations, currentDirectory), locations).Load();

    /// <summary>
    /// The problems of one file, read as what its name says (<c>config.toml</c>, <c>mcpbox.toml</c>, otherwise a profile) among the
    /// rest of the caller's configuration.
    /// </summary>
    /// <param name="file">Absolute path.</param>
    public static ImmutableArray<Problem> Check(ConfigurationLocations locations, string currentDirectory, string file)
    {
        var sources = ConfigurationSources.Find(locations, currentDirectory).With(file);
        return [.. new ConfigurationLoader(sources, locations).Load().Problems.Where(problem => problem.Origin.Path == file)];
    }

    /// <summary>
    /// Whether the config declares such a server, in whatever state. Of a config that could not be read nobody can say that it does not.
    /// </summary>
    public bool HasServer(string name) => _declared.ContainsKey(name) || Problems.Any(IsUnreadableConfig);

    /// <summary>A server as it would be started here.</summary>
    public Resolution<ServerDefinition> FindServer(string name)
    {
        if (!_declared.TryGetValue(name, out var declared))
        {
            var unknown = new Problem(
                Origin.CommandLine, Codes.UnknownServer, $"there is no server \"{name}\" in the config",
                NearestName.Hint(name, _declared.Keys, "servers"));
            var fatal = Problems.Where(problem => _fatal.Contains(problem.Origin.Path));
            return new Resolution<ServerDefinition>(null, HasServer(name) ? [.. fatal] : [.. fatal, unknown]);
        }

        var profile = FindProfile(declared.ProfileName?.Value ?? DefaultProfile, declared);
        return profile.Value is null
            ? new Resolution<ServerDefinition>(null, profile.Problems)
            : new Resolution<ServerDefinition>(
                new ServerDefinition(name, declared.Command, declared.Args, profile.Value, declared.Origin, declared.Spec), []);
    }

    /// <summary>A profile as it would hold here for a command line.</summary>
    public Resolution<Profile> FindProfile(string name) => FindProfile(name, null);

    private Resolution<Profile> FindProfile(string name, DeclaredServer? server)
    {
        var chain = _catalog.ChainOf(name);
        var paths = _fatal.Union(chain.Select(member => member.Document.Path));
        var problems = Problems.Where(problem => paths.Contains(problem.Origin.Path)).ToImmutableArray();
        if (chain.IsEmpty && server is null)
        {
            problems = problems.Add(new Problem(
                Origin.CommandLine, Codes.UnknownProfile, $"there is no profile \"{name}\"",
                NearestName.Hint(name, _catalog.Names, "profiles")));
        }

        if (problems.Length > 0)
        {
            return new Resolution<Profile>(null, problems);
        }

        var profile = ProfileCatalog.Resolve(chain);
        profile = server is null ? profile : server.Overrides.Aggregate(profile, (current, setting) => setting.Apply(current));
        return new Resolution<Profile>(_project?.Tighten(profile, server?.Name) ?? profile, []);
    }

    private bool IsUnreadableConfig(Problem problem) =>
        problem.Origin.Path == _configFile && problem.Code is (Codes.Syntax or Codes.CannotRead or Codes.TooLarge);

    private ProfileSource SourceOf(string name)
    {
        var declared = _catalog.Find(name)!;
        var chain = _catalog.ChainOf(name);
        return new ProfileSource(
            name, declared.Document.Path, declared.Text, ProfileCatalog.Resolve(chain).Description,
            Problems.Any(problem => chain.Any(member => member.Document.Path == problem.Origin.Path)));
    }
}
