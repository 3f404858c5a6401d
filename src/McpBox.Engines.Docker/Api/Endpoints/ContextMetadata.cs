namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary><c>contexts/meta/…/meta.json</c>.</summary>
internal sealed record ContextMetadata(string? Name, Dictionary<string, ContextEndpoint?>? Endpoints);

/// <summary>One of its endpoints; the one of daemons is named <c>docker</c>.</summary>
internal sealed record ContextEndpoint(string? Host, bool SkipTLSVerify);
