namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>PEM files of a TLS connection. The daemon's certificate is always verified, its name included.</summary>
/// <param name="Authority">The only roots that are trusted; null for the system's.</param>
/// <param name="Certificate">Our own certificate; null where the daemon asks for none.</param>
/// <param name="Key">Its private key; there exactly when <paramref name="Certificate"/> is.</param>
internal sealed record EndpointTls(string? Authority, string? Certificate, string? Key);
