using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Images;

/// <summary>What a reference was resolved to.</summary>
/// <param name="At">When, UTC.</param>
internal sealed record ImageRecord(
    [property: JsonPropertyName("digest"), JsonRequired] string Digest,
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("at"), JsonRequired] DateTimeOffset At);

/// <summary>The file of records.</summary>
/// <param name="Version">Of its form: 1.</param>
/// <param name="Images">By complete reference.</param>
internal sealed record ImageRecordFile(
    [property: JsonPropertyName("v"), JsonRequired] int Version,
    [property: JsonPropertyName("images"), JsonRequired] SortedDictionary<string, ImageRecord> Images);
