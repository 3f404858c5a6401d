using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>The body of an answer of 400 or more.</summary>
internal sealed record DaemonError([property: JsonPropertyName("message")] string? Message);
