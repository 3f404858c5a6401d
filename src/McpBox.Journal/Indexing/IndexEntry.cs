using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpBox.Journal.Sealing;

namespace McpBox.Journal.Indexing;

/// <summary>One line of the index. Each is signed by a key that the line before announced and that is gone afterwards.</summary>
internal sealed record IndexEntry
{
    public const string Start = "start";
    public const string End = "end";
    public const string Pruned = "pruned";

    private const string BeforeSignature = ",\"sig\":\"";

    /// <summary>From 0, over all days.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>SHA-256 of the line before, without its LF; 64 zeros in the first.</summary>
    public required string Previous { get; init; }

    /// <summary><see cref="Start"/>, <see cref="End"/> or <see cref="Pruned"/>.</summary>
    public required string Kind { get; init; }

    public required string Session { get; init; }

    /// <summary>The journal, relative to the folder of all.</summary>
    public required string File { get; init; }

    /// <summary>Of an end: records in the file.</summary>
    public long? Records { get; init; }

    /// <summary>Hash of a record: the first of a session that starts, the last of one that ended.</summary>
    public string? Root { get; init; }

    /// <summary>Of an end or a removal: how or why.</summary>
    public string? How { get; init; }

    /// <summary>Of a start: public half of the key that signs the session's first interval.</summary>
    public string? Key { get; init; }

    /// <summary>Public half of the key that signed this line.</summary>
    public string By { get; init; } = "";

    /// <summary>Public half of the key that signs the next line.</summary>
    public string Next { get; init; } = "";

    /// <summary>The whole line without its LF, signed.</summary>
    public string Write(SigningKey key, string next)
    {
        var text = new StringBuilder(800);
        text.Append(CultureInfo.InvariantCulture, $$"""{"v":1,"seq":{{Sequence}},"ts":"{{Time:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}}","prev":"{{Previous}}","kind":"{{Kind}}","session":"{{Session}}","file":"{{File}}" """);
        text.Length--;
        if (Records is { } records)
            text.Append(CultureInfo.InvariantCulture, $",\"records\":{records}");
        Add(text, "root", Root);
        Add(text, "how", How);
        Add(text, "key", Key);
        Add(text, "by", key.PublicKey);
        Add(text, "next", next);
        var signature = key.Sign(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
        return text.Append(BeforeSignature).Append(signature).Append("\"}").ToString();
    }

    /// <summary>Null for what is not a line of ours. Nothing is verified but the form.</summary>
    public static IndexEntry? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.GetProperty("v").GetInt32() != 1 ? null : new IndexEntry
            {
                Sequence = root.GetProperty("seq").GetInt64(),
                Time = root.GetProperty("ts").GetDateTimeOffset(),
                Previous = Text(root, "prev")!,
                Kind = Text(root, "kind")!,
                Session = Text(root, "session")!,
                File = Text(root, "file")!,
                Records = root.TryGetProperty("records", out var records) ? records.GetInt64() : null,
                Root = Text(root, "root", needed: false),
                How = Text(root, "how", needed: false),
                Key = Text(root, "key", needed: false),
                By = Text(root, "by")!,
                Next = Text(root, "next")!,
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Whoever verifies says at which line.
            return null;
        }
    }

    /// <summary>Whether the line carries a signature of the key that it names.</summary>
    public static bool IsSigned(string line, string by)
    {
        var at = line.LastIndexOf(BeforeSignature, StringComparison.Ordinal);
        return at > 0 && line.EndsWith("\"}", StringComparison.Ordinal)
            && Signature.Holds(by, SHA256.HashData(Encoding.UTF8.GetBytes(line[..at])), line[(at + BeforeSignature.Length)..^2]);
    }

    /// <summary>SHA-256 of a line, as the next one's <see cref="Previous"/>.</summary>
    public static string HashOf(string line) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(line))).ToLowerInvariant();

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append(CultureInfo.InvariantCulture, $",\"{name}\":\"{value}\"");
    }

    private static string? Text(JsonElement root, string name, bool needed = true) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : needed ? throw new KeyNotFoundException(name) : null;
}
