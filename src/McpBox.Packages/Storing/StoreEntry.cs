using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Posix.Files;

namespace McpBox.Packages.Storing;

/// <summary>A package that was built, complete and read-only.</summary>
public sealed record StoreEntry
{
    internal const string ManifestName = "manifest";
    internal const string AboutName = "entry.json";
    internal const string FilesName = "files";

    public required string Key { get; init; }

    /// <summary>Absolute path of the entry.</summary>
    public required string Folder { get; init; }

    public required string Spec { get; init; }

    public required string Version { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the manifest.</summary>
    public required string Tree { get; init; }

    public required StartCommand Start { get; init; }

    /// <summary>Absolute path of the package's files.</summary>
    public string Files => Path.Combine(Folder, FilesName);

    /// <summary>Beginning of the argument vector, with its place in it.</summary>
    public ImmutableArray<string> Command => [.. Start.Words.Select(Placed)];

    /// <summary>What the program needs in its environment, with its place in it.</summary>
    public ImmutableSortedDictionary<string, string> Environment => Start.Environment.ToImmutableSortedDictionary(static v => v.Key, v => Placed(v.Value), StringComparer.Ordinal);

    /// <summary>Keeps the entry from being collected until it is disposed.</summary>
    /// <exception cref="IOException">The store cannot be written to.</exception>
    public IDisposable Hold() => FileLock.Share(HoldOf(Path.GetDirectoryName(Folder)!, Key));

    internal static string HoldOf(string root, string key) => Path.Combine(root, $".hold-{key}");

    private string Placed(string text) => text.Replace(StartCommand.FilesPlace, Files, StringComparison.Ordinal);

    internal void Write()
    {
        using var file = File.Create(Path.Combine(Folder, AboutName));
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("key", Key);
        json.WriteString("spec", Spec);
        json.WriteString("version", Version);
        json.WriteString("tree", Tree);
        json.WriteStartArray("start");
        foreach (var word in Start.Words)
            json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteStartObject("environment");
        foreach (var (name, value) in Start.Environment)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <returns>Null where there is none that can be read.</returns>
    internal static StoreEntry? Read(string folder)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, AboutName)));
            var root = json.RootElement;
            return new StoreEntry
            {
                Folder = folder,
                Key = root.GetProperty("key").GetString()!,
                Spec = root.GetProperty("spec").GetString()!,
                Version = root.GetProperty("version").GetString()!,
                Tree = root.GetProperty("tree").GetString()!,
                Start = new StartCommand(
                    [.. root.GetProperty("start").EnumerateArray().Select(static word => word.GetString()!)],
                    root.GetProperty("environment").EnumerateObject().ToImmutableSortedDictionary(static v => v.Name, static v => v.Value.GetString()!, StringComparer.Ordinal)),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
