using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Sandbox;

namespace McpBox.Packages.Npm;

/// <summary>What of a package is shown to npm inside: only versions that are old enough, with tarballs at the gateway and dependencies of registries.</summary>
internal sealed class NpmOffer
{
    private static readonly string[] Kept =
    [
        "name", "version", "bin", "directories", "engines", "os", "cpu", "libc", "peerDependenciesMeta", "bundleDependencies", "bundledDependencies",
        "_hasShrinkwrap", "hasInstallScript", "gypfile", "deprecated",
    ];

    private static readonly string[] Dependencies = ["dependencies", "optionalDependencies", "peerDependencies"];
    private static readonly string[] InstallScripts = ["preinstall", "install", "postinstall"];

    private readonly NpmPackument _packument;

    /// <param name="newest">Published later than this does not exist; null for no gate.</param>
    public NpmOffer(NpmPackument packument, DateTimeOffset? newest)
    {
        _packument = packument;
        var settled = newest is null || packument.Modified <= newest;
        Shown = [.. packument.Releases.Values.Where(release => settled || release.Published <= newest).Select(static release => release.Version).Order(NpmVersion.Order)];
        Hidden = [.. packument.Releases.Keys.Except(Shown).Order(NpmVersion.Order)];
        Tags = packument.Tags.DistinctBy(static tag => tag.Tag).Select(tag => (tag.Tag, Version: Replaced(tag.Version)))
            .Where(static tag => tag.Version is not null).ToImmutableSortedDictionary(static tag => tag.Tag, static tag => tag.Version!, StringComparer.Ordinal);
    }

    /// <summary>In the order of versions, the newest last.</summary>
    public ImmutableArray<string> Shown { get; }

    public ImmutableArray<string> Hidden { get; }

    public ImmutableSortedDictionary<string, string> Tags { get; }

    public NpmPackument Packument => _packument;

    /// <param name="traps">Takes the refusal of each dependency that no registry has, by the path at which npm would ask for it.</param>
    /// <param name="alone">Without dependencies: the package's own version is looked for only.</param>
    public byte[] Write(ConcurrentDictionary<string, Refusal> traps, bool alone)
    {
        var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("name", _packument.Name);
            writer.WriteStartObject("dist-tags");
            foreach (var (tag, version) in Tags)
                writer.WriteString(tag, version);
            writer.WriteEndObject();
            writer.WriteStartObject("versions");
            foreach (var version in Shown)
            {
                writer.WritePropertyName(version);
                WriteManifest(writer, _packument.Releases[version], traps, alone);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    // A tag that points to what is too young points to the newest before it that is no preview.
    private string? Replaced(string version)
    {
        if (!_packument.Releases.ContainsKey(version))
            return null;
        return Shown.LastOrDefault(shown => shown == version
            || (NpmVersion.Order.Compare(shown, version) < 0 && (!NpmVersion.IsPrerelease(shown) || NpmVersion.IsPrerelease(version))));
    }

    private void WriteManifest(Utf8JsonWriter writer, NpmRelease release, ConcurrentDictionary<string, Refusal> traps, bool alone)
    {
        var manifest = _packument.Manifest(release.Version);
        writer.WriteStartObject();
        foreach (var pair in manifest.EnumerateObject().DistinctBy(static pair => pair.Name))
        {
            if (Array.IndexOf(Kept, pair.Name) >= 0 && !(pair.Name == "hasInstallScript" || (alone && pair.Name == "_hasShrinkwrap")))
                pair.WriteTo(writer);
            else if (!alone && Array.IndexOf(Dependencies, pair.Name) >= 0 && pair.Value.ValueKind == JsonValueKind.Object)
                WriteDependencies(writer, pair, release, traps);
        }

        var scripts = NpmJson.Object(manifest, "scripts");
        if (NpmJson.IsTrue(manifest, "hasInstallScript") || (scripts is { } own && InstallScripts.Any(name => NpmJson.Text(own, name) is not null)))
            writer.WriteBoolean("hasInstallScript", true);
        writer.WriteStartObject("dist");
        writer.WriteString("tarball", $"http://{BuildStep.GatewayAddress}/{NpmName.TarballPath(_packument.Name, release.Version)}");
        if (release.Integrity is not null)
            writer.WriteString("integrity", release.Integrity);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteDependencies(Utf8JsonWriter writer, JsonProperty pair, NpmRelease release, ConcurrentDictionary<string, Refusal> traps)
    {
        writer.WriteStartObject(pair.Name);
        foreach (var dependency in pair.Value.EnumerateObject().DistinctBy(static dependency => dependency.Name))
        {
            var wanted = dependency.Value.ValueKind == JsonValueKind.String ? dependency.Value.GetString()! : "";
            if (IsOfRegistry(dependency.Name, wanted))
            {
                writer.WriteString(dependency.Name, wanted);
                continue;
            }

            // npm asks for it only if it chooses this very version; then it is refused by name.
            var path = $"/-/refused/{traps.Count}-{Guid.NewGuid():N}";
            traps[path] = NpmRefusals.NotFromRegistry($"{_packument.Name}@{release.Version}", dependency.Name, wanted);
            writer.WriteString(dependency.Name, $"http://{BuildStep.GatewayAddress}{path}");
        }

        writer.WriteEndObject();
    }

    private static bool IsOfRegistry(string name, string wanted)
    {
        if (!NpmName.IsName(name))
            return false;
        if (!wanted.StartsWith("npm:", StringComparison.Ordinal))
            return wanted.Trim().Length == 0 || NpmName.IsWanted(wanted);
        var at = wanted.LastIndexOf('@');
        return at > "npm:".Length ? NpmName.IsName(wanted[4..at]) && NpmName.IsWanted(wanted[(at + 1)..]) : NpmName.IsName(wanted[4..]);
    }
}
