using System.Text.Json;

namespace McpBox.Packages.Locking;

/// <summary>One version of one package within a lock.</summary>
/// <param name="Hashes">Of its archives, sorted and joined: other text, other bytes.</param>
/// <param name="HasScripts">Its build has scripts of its own, as far as the lock knows.</param>
internal sealed record LockedContent(string Package, string Version, string Hashes, bool HasScripts)
{
    private const string Modules = "node_modules/";

    /// <summary>What a lock's resolution holds, in whatever form its ecosystem writes: package-lock.json, or lines <c>name==version --hash=…</c>.</summary>
    public static IReadOnlyList<LockedContent> Of(LockedPackage locked) =>
        locked.Resolution.TrimStart() is ['{', ..] ? OfJson(locked.Resolution) : OfLines(locked.Resolution);

    private static List<LockedContent> OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("packages", out var packages) && packages.ValueKind == JsonValueKind.Object
                ? [.. packages.EnumerateObject().Where(static package => package.Name.Length > 0 && package.Value.ValueKind == JsonValueKind.Object).Select(OfEntry)]
                : [];
        }
        catch (JsonException)
        {
            // Whoever builds it says why it cannot be read; here it has nothing to compare.
            return [];
        }
    }

    private static LockedContent OfEntry(JsonProperty entry) => new(
        Text(entry.Value, "name") ?? entry.Name[(entry.Name.LastIndexOf(Modules, StringComparison.Ordinal) is var at and >= 0 ? at + Modules.Length : 0)..],
        Text(entry.Value, "version") ?? "",
        Text(entry.Value, "integrity") ?? "",
        entry.Value.TryGetProperty("hasInstallScript", out var scripts) && scripts.ValueKind == JsonValueKind.True);

    // A requirements file goes on after a backslash.
    private static List<LockedContent> OfLines(string text)
    {
        var found = new List<LockedContent>();
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [var pinned, ..] && pinned[0] is not ('#' or '-') && pinned.Split("==", 2) is [var name, var version])
                found.Add(new LockedContent(name, version, string.Join(' ', words[1..].Where(static word => word.StartsWith("--hash=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)), HasScripts: false));
        }

        return found;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
