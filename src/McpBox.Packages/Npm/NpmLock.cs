using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Npm;

/// <summary>
/// A package-lock.json (version 3) without anything that differs between two people: no addresses, no reasons of deprecation, no funding. Checked the
/// same way whether npm has just written it or it came with a config.
/// </summary>
internal sealed class NpmLock
{
    // As long as a path may be in Linux (PATH_MAX).
    private const int LongestPlace = 4096;

    private static readonly string[] Kept =
    [
        "version", "integrity", "name", "dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta", "bin", "engines", "os", "cpu", "libc",
        "optional", "dev", "devOptional", "peer", "inBundle", "bundleDependencies", "hasInstallScript", "hasShrinkwrap",
    ];

    private static readonly JsonWriterOptions Style = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableSortedDictionary<string, JsonElement> _entries;

    private NpmLock(string name, ImmutableSortedDictionary<string, JsonElement> entries)
    {
        Name = name;
        _entries = entries;
        Version = entries.TryGetValue($"node_modules/{name}", out var own) ? NpmJson.Text(own, "version")! : throw Broken($"{name} itself is not in it");
        if (NameOf($"node_modules/{name}", own) is var other && other != name)
            throw Broken($"in place of {name} it has {other}");
        Aliases = new NpmAliases(entries);
        var tarballs = new Dictionary<(string, string), IntegrityHash>();
        foreach (var (path, entry) in entries.Where(static entry => !NpmJson.IsTrue(entry.Value, "inBundle")))
        {
            var (package, version) = (NameOf(path, entry), NpmJson.Text(entry, "version")!);
            var hash = IntegrityHash.FromSri(NpmJson.Text(entry, "integrity"), $"{package}@{version}");
            if (tarballs.TryGetValue((package, version), out var another) && another.ToString() != hash.ToString())
                throw Broken($"it has two hashes of {package}@{version}");
            tarballs[(package, version)] = hash;
        }

        Tarballs = tarballs.ToImmutableDictionary();
    }

    /// <summary>Of the package that was asked for.</summary>
    public string Name { get; }

    public string Version { get; }

    /// <summary>What lies under another name than its own.</summary>
    public NpmAliases Aliases { get; }

    /// <summary>Every file that may be fetched.</summary>
    public ImmutableDictionary<(string Name, string Version), IntegrityHash> Tarballs { get; }

    /// <summary>Reasons by package and version, where npm has just written them.</summary>
    public IEnumerable<(string Package, string Reason)> Deprecated =>
        from entry in _entries
        let reason = NpmJson.Deprecation(entry.Value)
        where reason is not null
        select ($"{NameOf(entry.Key, entry.Value)}@{NpmJson.Text(entry.Value, "version")}", reason);

    /// <exception cref="PackageException">It is no such lock, or has what no registry vouches for.</exception>
    public static NpmLock Parse(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var packages = NpmJson.Object(document.RootElement, "packages") ?? throw Broken("it is not of version 3");
            var entries = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
            foreach (var entry in packages.EnumerateObject().Where(static entry => entry.Name.Length > 0))
            {
                if (entries.ContainsKey(entry.Name))
                    throw Broken($"it has {entry.Name} twice");
                Check(entry.Name, entry.Value);
                entries.Add(entry.Name, entry.Value.Clone());
            }

            return new NpmLock(name, entries.ToImmutable());
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Broken("it is no JSON");
        }
    }

    /// <summary>The one way in which it is written: keys in order, lines end with LF.</summary>
    public string ToText() => Write(withPlaces: false);

    /// <summary>As npm takes it inside: every package with its place at the gateway.</summary>
    public string ForNpm() => Write(withPlaces: true);

    /// <summary>The package.json that belongs to it.</summary>
    public string Root() => RootOf(Name, Version);

    public static string RootOf(string name, string wanted) => Written(writer => WriteRoot(writer, name, wanted, isFile: true));

    private string Write(bool withPlaces) => Written(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("lockfileVersion", 3);
        writer.WriteBoolean("requires", true);
        writer.WriteStartObject("packages");
        writer.WritePropertyName("");
        WriteRoot(writer, Name, Version, isFile: false);
        foreach (var (path, entry) in _entries)
        {
            writer.WriteStartObject(path);
            foreach (var pair in entry.EnumerateObject().Where(static pair => Array.IndexOf(Kept, pair.Name) >= 0).OrderBy(static pair => pair.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(pair.Name);
                NpmJson.WriteSorted(writer, pair.Value);
            }

            if (withPlaces && !NpmJson.IsTrue(entry, "inBundle"))
                writer.WriteString("resolved", $"http://{BuildStep.GatewayAddress}/{NpmName.TarballPath(NameOf(path, entry), NpmJson.Text(entry, "version")!)}");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteRoot(Utf8JsonWriter writer, string name, string wanted, bool isFile)
    {
        writer.WriteStartObject();
        if (isFile)
        {
            writer.WriteString("name", "mcpbox-package");
            writer.WriteString("version", "0.0.0");
            writer.WriteBoolean("private", true);
        }

        writer.WriteStartObject("dependencies");
        writer.WriteString(name, wanted);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Style))
            write(writer);
        return Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    private static void Check(string path, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || path.Length > LongestPlace || !path.StartsWith("node_modules/", StringComparison.Ordinal)
            || !path["node_modules/".Length..].Split("/node_modules/").All(NpmName.IsName))
            throw Broken($"{path} is no place of a package");
        if (NpmJson.IsTrue(entry, "link"))
            throw Broken($"{path} is a link to somewhere else");
        if (NpmJson.Text(entry, "resolved") is { } place && !IsTarball(place, path, entry))
            throw new PackageException(NpmRefusals.NotFromRegistry("the package", NameOf(path, entry), place));
        if (!NpmName.IsName(NameOf(path, entry)) || NpmJson.Text(entry, "version") is not { } version || !NpmName.IsVersion(version))
            throw Broken($"{path} has no version of a registry");
    }

    // Where it lies is forgotten in any case; a lock that came with a package names the registry of its author. But git, say, is no registry.
    private static bool IsTarball(string place, string path, JsonElement entry) =>
        (place.StartsWith("https://", StringComparison.Ordinal) || place.StartsWith("http://", StringComparison.Ordinal))
        && place.EndsWith($"/{NpmName.TarballPath(NameOf(path, entry), NpmJson.Text(entry, "version") ?? "")}", StringComparison.Ordinal);

    // An alias is installed under another name than its own.
    private static string NameOf(string path, JsonElement entry) =>
        NpmJson.Text(entry, "name") ?? NpmAliases.NameAt(path);

    private static PackageException Broken(string problem) => new(NpmRefusals.LockBroken(problem));
}
