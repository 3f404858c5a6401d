using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpBox.Packages.Building;

namespace McpBox.Packages.Npm;

/// <summary>One version as its registry describes it.</summary>
/// <param name="Tarball">Address at the registry. Hostile.</param>
/// <param name="Integrity">Subresource integrity, or null.</param>
/// <param name="Published">Null where the registry does not say.</param>
internal sealed record NpmVersion(string Tarball, string? Integrity, string? Shasum, DateTimeOffset? Published);

/// <summary>What registries said in this build. Thread-safe.</summary>
internal sealed class NpmMetadata
{
    private readonly ConcurrentDictionary<string, Dictionary<string, NpmVersion>> _packages = new(StringComparer.Ordinal);

    public NpmVersion? Find(string name, string version) => _packages.TryGetValue(name, out var versions) ? versions.GetValueOrDefault(version) : null;

    /// <summary>Version and time of each, the newest first; empty where nothing is known.</summary>
    public IEnumerable<(string Version, DateTimeOffset Published)> Times(string name) => !_packages.TryGetValue(name, out var versions)
        ? []
        : versions.Where(static v => v.Value.Published is not null).Select(static v => (v.Key, v.Value.Published!.Value)).OrderByDescending(static v => v.Value);

    /// <summary>Takes a document in, and gives it back with every tarball at the gateway and nothing but the versions that are wanted.</summary>
    /// <param name="wanted">Null for every version.</param>
    /// <exception cref="PackageException">It is no description of this package.</exception>
    public byte[] Take(string name, byte[] document, IReadOnlySet<string>? wanted)
    {
        try
        {
            var root = JsonNode.Parse(document)!.AsObject();
            if (root["name"]?.GetValue<string>() != name)
                throw Unreadable(name, "it describes another package");
            var times = root["time"] as JsonObject;
            var versions = root["versions"]?.AsObject() ?? [];
            var known = new Dictionary<string, NpmVersion>(StringComparer.Ordinal);
            foreach (var (version, description) in versions.ToArray())
            {
                if (wanted?.Contains(version) == false || description?["dist"] is not JsonObject dist || dist["tarball"]?.GetValue<string>() is not { } tarball)
                {
                    versions.Remove(version);
                    continue;
                }

                known[version] = new NpmVersion(tarball, dist["integrity"]?.GetValue<string>(), dist["shasum"]?.GetValue<string>(), Time(times?[version]));
                dist["tarball"] = $"http://{BuildStep.GatewayAddress}{NpmRoutes.TarballPath(name, version)}";
                dist.Remove("signatures");
                dist.Remove("attestations");
            }

            _packages[name] = known;
            return JsonSerializer.SerializeToUtf8Bytes(root, PackageJson.Default.JsonObject);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw Unreadable(name, failure.Message);
        }
    }

    private static DateTimeOffset? Time(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null;

    private static PackageException Unreadable(string name, string why) => new("MB6405", $"what the registry says of {name} cannot be read: {why}", "try again; a proxy or mirror on the way may change it");
}
