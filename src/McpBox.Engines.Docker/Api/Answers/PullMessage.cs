using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>One line of the stream that POST /images/create answers with.</summary>
/// <param name="Id">The layer that it is about, or the tag.</param>
/// <param name="Error">The pull failed, in the daemon's words.</param>
internal sealed record PullMessage(
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("progressDetail")] PullProgress? Progress,
    [property: JsonPropertyName("error")] string? Error);

/// <summary>Bytes of one layer.</summary>
/// <param name="Total">0 while it is not known.</param>
internal sealed record PullProgress([property: JsonPropertyName("current")] long Current, [property: JsonPropertyName("total")] long Total);
