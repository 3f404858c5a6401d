using System.Globalization;
using System.Text.Json;

namespace McpBox.Journal.Replaying;

/// <summary>Something that two manifests say differently.</summary>
/// <param name="Path">Names with dots between, as <c>plan.limits.memory</c>.</param>
/// <param name="Recorded">Null where it was not said. Text of an untrusted file.</param>
public sealed record LineageChange(string Path, string? Recorded, string? Replayed);

/// <summary>What two sessions were made of, and what changed between them: what is new with each session (its id, processes, namespaces) is left out.</summary>
public sealed class Lineage
{
    private const int MostEntries = 20_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    // Said twice in a manifest, or never the same.
    private static readonly string[] LeftOut = ["session", "pid", "client", "probe.namespaces.own", "plan.command", "plan.name", "plan.profile"];

    private readonly SortedDictionary<string, string> _recorded;
    private readonly SortedDictionary<string, string> _replayed;

    public Lineage(Transcript recorded, Transcript replayed)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(replayed);
        (_recorded, _replayed) = (Flat(recorded), Flat(replayed));
    }

    /// <summary>What both say of what runs, where one of them says anything: also what is the same.</summary>
    public IEnumerable<LineageChange> Facts()
    {
        yield return Of("server");
        foreach (var path in Paths().Where(static path => path.StartsWith("package.", StringComparison.Ordinal) || path.StartsWith("plan.image.", StringComparison.Ordinal)))
            yield return Of(path);
        foreach (var path in (string[])["argv", "plan_sha256", "profile", "engine.name", "mcpbox"])
            yield return Of(path);
    }

    /// <summary>Everything that is not the same.</summary>
    public IEnumerable<LineageChange> Changes() => Paths().Select(Of).Where(static change => change.Recorded != change.Replayed);

    private IEnumerable<string> Paths() => _recorded.Keys.Union(_replayed.Keys).Order(StringComparer.Ordinal);

    private LineageChange Of(string path) => new(path, _recorded.GetValueOrDefault(path), _replayed.GetValueOrDefault(path));

    private static SortedDictionary<string, string> Flat(Transcript transcript)
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (transcript.Manifest.Length == 0)
            return flat;
        try
        {
            using var json = JsonDocument.Parse(transcript.Manifest, Options);
            Add(flat, "", json.RootElement, transcript.Facts.Session);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not as we write it: what was read so far stands.
            flat["manifest"] = "cannot be read";
        }

        return flat;
    }

    private static void Add(SortedDictionary<string, string> flat, string path, JsonElement value, string session)
    {
        if (flat.Count >= MostEntries || LeftOut.Contains(path))
            return;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                Add(flat, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, session);
        }
        else if (value.ValueKind == JsonValueKind.Array && path != "argv")
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
                Add(flat, $"{path}[{Name(item) ?? index.ToString(CultureInfo.InvariantCulture)}]", item, session);
        }
        else
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            flat[path] = session.Length == 0 ? text : text.Replace(session, "<session>", StringComparison.Ordinal);
        }
    }

    // Mounts are told apart by their targets: one more must not change all that come after it.
    private static string? Name(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("target", out var target) && target.ValueKind == JsonValueKind.String ? target.GetString() : null;
}
