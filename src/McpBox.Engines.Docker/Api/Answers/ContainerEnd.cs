namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>POST /containers/{id}/wait, once it is over.</summary>
/// <param name="StatusCode">Exit code 0–255; 128+n for a signal.</param>
internal sealed record ContainerEnd(int StatusCode, ContainerEndError? Error);

/// <summary>Why there is no status code.</summary>
internal sealed record ContainerEndError(string? Message);
