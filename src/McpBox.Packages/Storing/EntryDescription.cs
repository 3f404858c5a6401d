using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Posix.Files;

namespace McpBox.Packages.Storing;

/// <summary>Reads and writes <c>entry.json</c>.</summary>
internal static class EntryDescription
{
    private const int MaxBytes = 1 << 20;
    private const int Version = 1;
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The entry in a folder; null when it is not complete, not of this key, or says what this program did not write.</summary>
    public static StoreEntry? Read(string folder, string key)
    {
        var read = BoundedFile.Read(Path.Join(folder, EntryNames.Description), MaxBytes, followLinks: false);
        if (read.Status != BoundedReadStatus.Read)
            return null;
        try
        {
            using var json = JsonDocument.Parse(read.Bytes);
            return Read(json.RootElement, folder) is { } entry && entry.Key == key && LockedText.IsHash(entry.Tree) ? entry : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    public static byte[] Write(StoreEntry entry)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("key", entry.Key);
            json.WriteString("spec", entry.Spec);
            json.WriteString("version", entry.Version);
            json.WriteString("tree", entry.Tree);
            json.WriteString("built", entry.Built.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
            json.WriteStartArray("start");
            foreach (var word in entry.Start.Words)
                json.WriteStringValue(word);
            json.WriteEndArray();
            json.WriteStartObject("environment");
            foreach (var (name, value) in entry.Start.Environment)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return [.. output.WrittenSpan, (byte)'\n'];
    }

    /// <summary>SHA-256 of a start command, which the manifest holds: so the lock decides how a package is started, not only its files.</summary>
    public static string HashOf(StartCommand start)
    {
        using var hash = new CanonicalHash("mcpbox-start 1");
        foreach (var word in start.Words)
            hash.Add("word", word);
        foreach (var (name, value) in start.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.Add("name", name).Add("value", value);
        return hash.ToString();
    }

    private static StoreEntry? Read(JsonElement json, string folder) => json.GetProperty("v").GetInt32() != Version ? null : new StoreEntry
    {
        Key = Text(json, "key"),
        Folder = folder,
        Spec = Text(json, "spec"),
        Version = Text(json, "version"),
        Tree = Text(json, "tree"),
        Built = DateTimeOffset.ParseExact(Text(json, "built"), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Start = new StartCommand(
            [.. json.GetProperty("start").EnumerateArray().Select(Text)],
            json.GetProperty("environment").EnumerateObject().ToImmutableSortedDictionary(pair => pair.Name, pair => Text(pair.Value), StringComparer.Ordinal)),
    };

    private static string Text(JsonElement json, string name) => Text(json.GetProperty(name));

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("null");
}
