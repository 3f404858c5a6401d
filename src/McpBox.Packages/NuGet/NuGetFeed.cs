using System.Globalization;
using System.Text.Json;
using McpBox.Packages.Registries;

namespace McpBox.Packages.NuGet;

/// <summary>What a feed says of a version.</summary>
/// <param name="Published">Null where it says nothing: folders never do.</param>
/// <param name="Withdrawn">Unlisted or deprecated, in words; null for neither.</param>
internal sealed record OfferedVersion(NuGetVersion Version, DateTimeOffset? Published, string? Withdrawn);

/// <summary>A place that packages come from.</summary>
internal interface INuGetFeed : IDisposable
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>True for a folder of the user's own, which knows no times: there the age gate does not apply.</summary>
    bool IsFolder { get; }

    /// <summary>Empty where it does not have the package.</summary>
    /// <exception cref="PackageException">It did not answer as a feed.</exception>
    IReadOnlyList<OfferedVersion> Versions(string id, CancellationToken cancellationToken);

    /// <summary>The package's file; null where it is not there.</summary>
    RegistryFile? Find(string id, NuGetVersion version, CancellationToken cancellationToken);
}

/// <summary>A folder of <c>*.nupkg</c>, flat or as <c>id/version/</c>.</summary>
internal sealed class FolderFeed(string folder) : INuGetFeed
{
    private const long Largest = 512L << 20;

    public string Name => folder;

    public bool IsFolder => true;

    public IReadOnlyList<OfferedVersion> Versions(string id, CancellationToken cancellationToken) =>
        [.. Files(id).Select(file => NuGetVersion.Parse(file.Version)).OfType<NuGetVersion>().Distinct().Select(version => new OfferedVersion(version, null, null))];

    public RegistryFile? Find(string id, NuGetVersion version, CancellationToken cancellationToken)
    {
        var found = Files(id).FirstOrDefault(file => version.Equals(NuGetVersion.Parse(file.Version)));
        if (found.Path is null)
            return null;
        using var file = File.OpenRead(found.Path);
        return RegistryFile.Of(file, "application/octet-stream", Largest);
    }

    public void Dispose()
    {
    }

    private IEnumerable<(string Path, string Version)> Files(string id) => Directory
        .EnumerateFiles(folder, "*.nupkg", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, MatchCasing = MatchCasing.CaseInsensitive })
        .Where(path => Path.GetFileName(path).StartsWith($"{id}.", StringComparison.OrdinalIgnoreCase))
        .Select(path => (path, Path.GetFileNameWithoutExtension(path)[(id.Length + 1)..]))
        .OrderBy(file => file.path, StringComparer.Ordinal);
}

/// <summary>
/// A v3 feed (NuGet's documentation, "NuGet Server API"). Its resources have to lie in its own origin: a feed that sends its clients elsewhere is
/// refused, as the client that fetches for it goes nowhere else.
/// </summary>
internal sealed class HttpFeed(RegistryClient client, string index) : INuGetFeed
{
    private static readonly RegistryExpectation Metadata = new(64L << 20, "application/json", Packed: true);

    private (string Packages, string Registrations)? _resources;

    public string Name => client.Origin + index;

    public bool IsFolder => false;

    public IReadOnlyList<OfferedVersion> Versions(string id, CancellationToken cancellationToken) => Reading(() =>
    {
        using var document = Json($"{Resources(cancellationToken).Registrations}{id.ToLowerInvariant()}/index.json", cancellationToken);
        if (document is null)
            return [];
        var versions = new List<OfferedVersion>();
        foreach (var page in document.RootElement.GetProperty("items").EnumerateArray())
        {
            using var fetched = page.TryGetProperty("items", out _) ? null : Json(page.GetProperty("@id").GetString()!, cancellationToken);
            versions.AddRange((fetched?.RootElement ?? page).GetProperty("items").EnumerateArray().Select(Version).OfType<OfferedVersion>());
        }

        return versions;
    });

    public RegistryFile? Find(string id, NuGetVersion version, CancellationToken cancellationToken)
    {
        var (name, text) = (id.ToLowerInvariant(), version.ToString());
        return client.Find($"{Reading(() => Resources(cancellationToken)).Packages}{name}/{text}/{name}.{text}.nupkg", new RegistryExpectation(), cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private (string Packages, string Registrations) Resources(CancellationToken cancellationToken)
    {
        if (_resources is { } known)
            return known;
        using var document = Json(index, cancellationToken) ?? throw new FormatException("there is nothing at its address");
        var all = document.RootElement.GetProperty("resources").EnumerateArray()
            .Select(resource => (Type: resource.GetProperty("@type").GetString() ?? "", Address: resource.GetProperty("@id").GetString() ?? "")).ToList();
        string Of(params string[] types) => types.Select(type => all.Find(resource => resource.Type == type).Address).FirstOrDefault(address => address is not null) is { Length: > 0 } found
            ? found.TrimEnd('/') + "/"
            : throw new FormatException($"it has no {types[^1]}");
        _resources = (Of("PackageBaseAddress/3.0.0"), Of("RegistrationsBaseUrl/3.6.0", "RegistrationsBaseUrl/Versioned", "RegistrationsBaseUrl/3.4.0", "RegistrationsBaseUrl"));
        return _resources.Value;
    }

    private static OfferedVersion? Version(JsonElement leaf)
    {
        var entry = leaf.GetProperty("catalogEntry");
        if (NuGetVersion.Parse(entry.GetProperty("version").GetString()) is not { } version)
            return null;
        DateTimeOffset? published = entry.TryGetProperty("published", out var text)
            && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

        // Feeds without "listed" say it by a time of 1900.
        var unlisted = entry.TryGetProperty("listed", out var listed) ? listed.ValueKind == JsonValueKind.False : published is { Year: 1900 };
        return new OfferedVersion(version, published, unlisted ? "unlisted" : entry.TryGetProperty("deprecation", out var deprecation) && deprecation.ValueKind == JsonValueKind.Object ? "deprecated" : null);
    }

    private JsonDocument? Json(string target, CancellationToken cancellationToken)
    {
        using var file = client.Find(target, Metadata, cancellationToken);
        if (file is null)
            return null;
        var bytes = file.ReadAll();
        return JsonDocument.Parse(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsMemory(3) : bytes);
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentNullException)
        {
            throw new PackageException(NuGetRefusals.NotAFeed(Name, failure.Message));
        }
    }
}
