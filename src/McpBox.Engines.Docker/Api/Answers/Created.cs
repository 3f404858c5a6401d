using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>POST /containers/create.</summary>
/// <param name="Warnings">What the daemon will not honour, in its own words: to be read before the container is started.</param>
internal sealed record CreatedContainer([property: JsonPropertyName("Id"), JsonRequired] string Id, List<string>? Warnings);

/// <summary>POST /containers/{id}/exec.</summary>
internal sealed record CreatedExec([property: JsonPropertyName("Id"), JsonRequired] string Id);
