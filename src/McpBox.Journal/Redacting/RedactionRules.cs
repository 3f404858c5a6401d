using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace McpBox.Journal.Redacting;

/// <summary>How much of a body the journal keeps.</summary>
public enum JournalBodies
{
    /// <summary>As on the wire, secrets included.</summary>
    Full,

    /// <summary>As on the wire, with a marker in the place of each secret.</summary>
    Redacted,

    /// <summary>Structure and key names, without values.</summary>
    Shape,

    /// <summary>No body.</summary>
    None,
}

/// <summary>What the journal's copy of a body must not hold. Immutable; one for each session.</summary>
public sealed record RedactionRules
{
    /// <summary>Shortest secret that is looked for by its value: what is shorter stands in ordinary text by chance.</summary>
    public const int ShortestSecret = 6;

    public JournalBodies Bodies { get; init; } = JournalBodies.Redacted;

    /// <summary>Names of keys whose values are secret, beside the usual ones (docs/redaction.md). Case and separators do not matter.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Places whose values are secret.</summary>
    public ImmutableArray<JsonPath> Paths { get; init; } = [];

    /// <summary>Texts that are secret; made by <see cref="TextPattern.TryParse"/>, so that no text can stall one.</summary>
    public ImmutableArray<Regex> Patterns { get; init; } = [];

    /// <summary>Whether tokens of well-known formats are looked for.</summary>
    public bool KnownTokens { get; init; } = true;

    /// <summary>Exact values that are secret, wherever they stand and in the usual encodings. Those of fewer than <see cref="ShortestSecret"/> bytes are passed over.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Key of the hashes in markers, 32 bytes: see <see cref="RedactionKey"/>.</summary>
    public required ReadOnlyMemory<byte> HashKey { get; init; }
}
