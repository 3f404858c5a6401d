namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>One element of GET /containers/json.</summary>
/// <param name="State">As <see cref="ContainerState.Status"/>.</param>
/// <param name="Created">Seconds since 1970, UTC.</param>
internal sealed record ContainerSummary(string Id, List<string>? Names, string? State, long Created, Dictionary<string, string>? Labels);
