using System.Collections.Immutable;

namespace McpBox.Profiles.Sources;

/// <summary>Reads all sources in one order and looks at what only shows when they stand together.</summary>
internal sealed class ConfigurationLoader(ConfigurationSources sources, ConfigurationLocations locations)
{
    private readonly List<Problem> _problems = [];

    public IReadOnlyCollection<Problem> Problems => _problems;

    public string? ConfigFile => sources.ConfigFile;

    public ProfileCatalog Catalog { get; private set; } = new();

    public ImmutableArray<DeclaredServer> Servers { get; private set; } = [];

    public ProjectFile? Project { get; private set; }

    public ExportSection Export { get; private set; } = new();

    public RetentionSection Retention { get; private set; } = new();

    /// <summary>Files whose every problem forbids every start.</summary>
    public ImmutableHashSet<string> FatalPaths { get; } =
        [.. new[] { sources.ConfigFile, sources.ProjectFile }.OfType<string>(), .. sources.Folders];

    public ImmutableArray<string> Files { get; } =
    [
        .. new[] { sources.ConfigFile, sources.ProjectFile }.OfType<string>()
            .Concat(sources.ProfileFiles.Values).Concat(sources.OddFiles).Order(StringComparer.Ordinal),
    ];

    public Configuration Load()
    {
        var reader = new SourceReader(locations.Caller, locations.Home, _problems);
        ReportOddities(reader);
        Catalog = ProfileCatalog.Load(sources, reader);
        foreach (var name in Catalog.Names)
        {
            var profile = ProfileCatalog.Resolve(Catalog.ChainOf(name));
            ReportTargets(profile);
            _problems.AddRange(Contradictions.Of(profile, Catalog.Find(name)!.Settings, profile.Origin));
        }

        if (sources.ConfigFile is { } config)
        {
            var document = reader.DocumentOf(config);
            var table = reader.ReadOwn(document).Table;
            Servers = DeclaredServer.ReadAll(table, document);
            Export = DeclaredExport.Read(table, document);
            Retention = DeclaredRetention.Read(table, document);
        }

        var profiles = ResolveServers();
        if (sources.ProjectFile is { } project)
        {
            var document = reader.DocumentOf(project);
            Project = ProjectFile.Read(SourceReader.ReadProject(document), document, [.. Servers.Select(server => server.Name)]);
            Project.ReportLoosening(profiles, ProfileCatalog.Resolve(Catalog.ChainOf(Configuration.DefaultProfile)));
        }

        return new Configuration(this);
    }

    private void ReportOddities(SourceReader reader)
    {
        foreach (var folder in sources.Folders)
        {
            reader.JudgeFolder(folder);
        }

        foreach (var file in sources.OddFiles)
        {
            reader.DocumentOf(file).Add(
                Codes.ProfileName, "the file's name is not a name for a profile", $"name it NAME.toml, NAME being {NameRule.Text}");
        }
    }

    /// <summary>The servers' profiles as their owner declared them, by server name.</summary>
    private Dictionary<string, Profile> ResolveServers()
    {
        var profiles = new Dictionary<string, Profile>(StringComparer.Ordinal);
        foreach (var server in Servers)
        {
            var name = server.ProfileName?.Value ?? Configuration.DefaultProfile;
            if (Catalog.Find(name) is null)
            {
                _problems.Add(new Problem(
                    server.Origin with { Line = server.ProfileName!.Span.Line, Column = server.ProfileName.Span.Column },
                    Codes.UnknownProfile, $"profile = \"{name}\": there is no such profile",
                    NearestName.Hint(name, Catalog.Names, "profiles")));
                continue;
            }

            var profile = server.Overrides.Aggregate(
                ProfileCatalog.Resolve(Catalog.ChainOf(name)), (current, setting) => setting.Apply(current));
            ReportTargets(profile);
            _problems.AddRange(Contradictions.Of(server, profile));
            profiles[server.Name] = profile;
        }

        return profiles;
    }

    /// <summary>Two mounts on one target: which of them the server would see depends on the order.</summary>
    private void ReportTargets(Profile profile)
    {
        var seen = new Dictionary<string, Origin>(StringComparer.Ordinal);
        foreach (var mount in profile.Filesystem.Mounts)
        {
            var target = "/" + string.Join('/', (mount.Target ?? mount.Source).Split('/', StringSplitOptions.RemoveEmptyEntries));
            if (!seen.TryAdd(target, mount.Origin))
            {
                _problems.Add(new Problem(
                    mount.Origin, Codes.DuplicateTarget, $"two mounts on {target}, the other one at {seen[target]}",
                    "give one of them another target, or remove it"));
            }
        }
    }
}
