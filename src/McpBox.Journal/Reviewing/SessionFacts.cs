using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>What a journal's manifest says of its session. Where it is missing or says something else, the file's name must do; the rest is null.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Server">The configured server's name.</param>
public sealed record SessionFacts(string Session, string Server)
{
    private const int Longest = 256;

    public string? Profile { get; init; }

    /// <summary>The version of the mcpbox that recorded it.</summary>
    public string? Version { get; init; }

    /// <summary>The engine's name.</summary>
    public string? Engine { get; init; }

    /// <summary>SHA-256 of the plan.</summary>
    public string? Plan { get; init; }

    /// <summary>Name of the process that started mcpbox.</summary>
    public string? ClientProcess { get; init; }

    public long? ClientPid { get; init; }

    /// <summary>The host's name.</summary>
    public string? Host { get; init; }

    /// <summary>Operating system and processor, as .NET names them.</summary>
    public string? System { get; init; }

    public string? Architecture { get; init; }

    /// <summary>Name of the user who ran mcpbox.</summary>
    public string? User { get; init; }

    /// <summary>Effective uid.</summary>
    public long? UserId { get; init; }

    /// <summary>Reads the first record of a journal, which is its manifest.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SessionFacts Read(string path)
    {
        using var reader = JournalReader.Open(path);
        var named = OfName(path);
        return reader.TryReadLine(out var line) && JournalRecord.TryParse(line, out var record) ? named.With(record) : named;
    }

    /// <summary>What the file's name alone tells.</summary>
    internal static SessionFacts OfName(string path) => JournalSession.FromPath(path) is { } session
        ? new SessionFacts(session.Id, session.Server)
        : new SessionFacts(Path.GetFileName(path), "");

    /// <summary>The same with what the record says, if it is a manifest.</summary>
    internal SessionFacts With(in JournalRecord record)
    {
        if (!record.Direction.SequenceEqual("event"u8) || !record.Kind.SequenceEqual("manifest"u8))
            return this;
        try
        {
            using var json = JsonDocument.Parse(record.Body.ToArray());
            return json.RootElement.ValueKind == JsonValueKind.Object ? With(json.RootElement) : this;
        }
        catch (JsonException)
        {
            // Not as we write it: then the file's name must do.
            return this;
        }
    }

    // The session's id stays that of the file's name: by it the session is found again, and the manifest could name another.
    private SessionFacts With(JsonElement manifest)
    {
        var (host, client, user) = (Member(manifest, "host"), Member(manifest, "client"), Member(manifest, "user"));
        return this with
        {
            Server = Text(manifest, "server") ?? Server,
            Profile = Text(manifest, "profile"),
            Version = Text(manifest, "mcpbox"),
            Engine = Text(Member(manifest, "engine"), "name"),
            Plan = Text(manifest, "plan_sha256"),
            ClientProcess = Text(client, "name"),
            ClientPid = Number(client, "pid"),
            Host = Text(host, "name"),
            System = Text(host, "os"),
            Architecture = Text(host, "arch"),
            User = Text(user, "name"),
            UserId = Number(user, "uid"),
        };
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name)
    {
        var value = Member(json, name);
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? TokenText.Cut(text, Longest) : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, which is no text.
            return null;
        }
    }

    private static long? Number(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;
}
