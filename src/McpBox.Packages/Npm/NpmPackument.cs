using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Npm;

/// <summary>One version, as the registry describes it.</summary>
/// <param name="Tarball">Absolute URL of the registry's; null when it says none.</param>
/// <param name="Integrity">Subresource integrity; null when it says none, or SHA-1 alone.</param>
/// <param name="Deprecated">The reason; null when it is not.</param>
/// <param name="Published">Null when the registry does not say.</param>
internal sealed record NpmRelease(string Version, string? Tarball, string? Integrity, string? Deprecated, DateTimeOffset? Published);

/// <summary>All versions of a package: the document that a registry answers its name with.</summary>
internal sealed class NpmPackument
{
    private JsonDocument? _document;

    private NpmPackument(string name, JsonDocument document)
    {
        Name = name;
        _document = document;
        var times = Object(Root, "time");
        (HasTimes, Modified) = (times is not null, Time(Root, "modified"));
        Tags = Object(Root, "dist-tags") is not { } tags ? [] : [.. tags.EnumerateObject()
            .Where(static tag => tag.Value.ValueKind == JsonValueKind.String).Select(static tag => (tag.Name, tag.Value.GetString()!))];
        Releases = Read(times).ToImmutableSortedDictionary(static release => release.Version, static release => release, StringComparer.Ordinal);
    }

    public string Name { get; }

    public ImmutableSortedDictionary<string, NpmRelease> Releases { get; }

    /// <summary>When anything of it changed last; no version can be younger. Null when the registry does not say.</summary>
    public DateTimeOffset? Modified { get; }

    /// <summary>Whether it says when versions were published: only the full form does.</summary>
    public bool HasTimes { get; }

    public ImmutableArray<(string Tag, string Version)> Tags { get; }

    private JsonElement Root => (_document ?? throw new InvalidOperationException($"{Name} is forgotten")).RootElement;

    /// <exception cref="PackageException">It is no such document, or one of another package.</exception>
    public static NpmPackument Parse(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || Object(document.RootElement, "versions") is null)
                throw new PackageException(NpmRefusals.MetadataBroken(name, "it has no versions"));
            if (NpmJson.Text(document.RootElement, "name") is { } other && other != name)
                throw new PackageException(NpmRefusals.MetadataBroken(name, $"it is about {ShownText.Of(other)}"));
            return new NpmPackument(name, document);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new PackageException(NpmRefusals.MetadataBroken(name, "it is not the JSON that it should be"));
        }
    }

    /// <summary>Until <see cref="Forget"/>.</summary>
    public JsonElement Manifest(string version) => Object(Root, "versions")!.Value.GetProperty(version);

    /// <summary>Lets go of all that is no property of this.</summary>
    public void Forget() => _document = null;

    private IEnumerable<NpmRelease> Read(JsonElement? times)
    {
        foreach (var version in Object(Root, "versions")!.Value.EnumerateObject().DistinctBy(static version => version.Name))
        {
            // What is not what its key says is not offered: which of the two were it?
            var manifest = version.Value;
            if (!NpmName.IsVersion(version.Name) || manifest.ValueKind != JsonValueKind.Object
                || NpmJson.Text(manifest, "version") != version.Name || NpmJson.Text(manifest, "name") != Name)
                continue;
            var dist = Object(manifest, "dist");
            yield return new NpmRelease(
                version.Name, dist is null ? null : NpmJson.Text(dist.Value, "tarball"), dist is null ? null : NpmJson.Text(dist.Value, "integrity"),
                NpmJson.Deprecation(manifest), times is null ? null : Time(times.Value, version.Name));
        }
    }

    private static JsonElement? Object(JsonElement element, string name) => NpmJson.Object(element, name);

    private static DateTimeOffset? Time(JsonElement element, string name) => NpmJson.Text(element, name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
