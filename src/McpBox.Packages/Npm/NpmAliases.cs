using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Posix.Files;

namespace McpBox.Packages.Npm;

/// <summary>
/// The places of a lock at which a package lies under another one's name. A package's own code finds whatever lies there, so that a lock that somebody
/// else wrote could put his package in any other's place: it has to be one that a package asks for as <c>npm:THAT@…</c>.
/// </summary>
internal sealed class NpmAliases
{
    private const int LargestManifest = 8 << 20;

    private static readonly string[] Dependencies = ["dependencies", "optionalDependencies", "peerDependencies"];

    private readonly ImmutableSortedDictionary<string, Place> _places;

    /// <param name="entries">Of a lock, by place.</param>
    /// <exception cref="PackageException">Nothing asks for one.</exception>
    public NpmAliases(ImmutableSortedDictionary<string, JsonElement> entries)
    {
        var packages = entries.Where(static entry => NpmJson.Text(entry.Value, "name") is { } package && package != NameAt(entry.Key))
            .ToDictionary(static entry => entry.Key, static entry => NpmJson.Text(entry.Value, "name")!, StringComparer.Ordinal);
        var wanters = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (wanter, entry) in entries)
        {
            foreach (var (name, package) in Declared(entry))
            {
                if (Found(wanter, name, entries) is not { } place || packages.GetValueOrDefault(place) != package)
                    continue;
                if (!wanters.TryGetValue(place, out var several))
                    wanters[place] = several = [];
                several.Add(wanter);
            }
        }

        _places = packages.ToImmutableSortedDictionary(
            static pair => pair.Key,
            pair => wanters.TryGetValue(pair.Key, out var several) ? new Place(NameAt(pair.Key), pair.Value, [.. several]) : throw NotWanted(pair.Key, pair.Value),
            StringComparer.Ordinal);
    }

    /// <summary>A line for each, for whoever watches.</summary>
    public IEnumerable<string> Lines =>
        _places.Values.Select(static place => $"{place.Name} is an alias of {place.Package}").Distinct(StringComparer.Ordinal);

    /// <summary>The name under which a place's package is found.</summary>
    public static string NameAt(string path) => $"/{path}"[($"/{path}".LastIndexOf("/node_modules/", StringComparison.Ordinal) + "/node_modules/".Length)..];

    /// <summary>Believes the packages themselves, which have hashes, and not what the lock says of them.</summary>
    /// <param name="folder">Has <c>node_modules</c>, in which no script has run.</param>
    /// <exception cref="PackageException">None of the packages there asks for one.</exception>
    public void Require(string folder)
    {
        foreach (var (path, place) in _places)
        {
            if (Directory.Exists(Path.Combine(folder, path)) && !place.Wanters.Any(wanter => Wants(Path.Combine(folder, wanter), place.Name, place.Package)))
                throw NotWanted(path, place.Package);
        }
    }

    private static bool Wants(string folder, string name, string package)
    {
        var manifest = BoundedFile.Read(Path.Combine(folder, "package.json"), LargestManifest, followLinks: false);
        if (manifest.Status != BoundedReadStatus.Read)
            return false;
        try
        {
            using var document = JsonDocument.Parse(manifest.Bytes);
            return Declared(document.RootElement).Contains((name, package));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Name, string Package)> Declared(JsonElement manifest) =>
        from field in Dependencies
        let dependencies = NpmJson.Object(manifest, field)
        where dependencies is not null
        from dependency in dependencies.Value.EnumerateObject()
        where dependency.Value.ValueKind == JsonValueKind.String
        let wanted = dependency.Value.GetString()!
        where wanted.StartsWith("npm:", StringComparison.Ordinal)
        let at = wanted.LastIndexOf('@')
        select (dependency.Name, at > "npm:".Length ? wanted[4..at] : wanted[4..]);

    // As Node looks for it: in the package's own folder, then in those around it.
    private static string? Found(string wanter, string name, ImmutableSortedDictionary<string, JsonElement> entries)
    {
        for (var folder = wanter; ;)
        {
            var place = folder.Length == 0 ? $"node_modules/{name}" : $"{folder}/node_modules/{name}";
            if (entries.ContainsKey(place))
                return place;
            if (folder.Length == 0)
                return null;
            folder = folder[..Math.Max(0, folder.LastIndexOf("/node_modules/", StringComparison.Ordinal))];
        }
    }

    private static PackageException NotWanted(string path, string package) =>
        new(NpmRefusals.LockBroken($"{path} is {package}, and no package asks for that under this name"));

    // Wanters are the places of packages whose entries say that they ask for it.
    private sealed record Place(string Name, string Package, ImmutableArray<string> Wanters);
}
