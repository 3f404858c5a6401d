using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api.Streams;

/// <summary>How a wait ended.</summary>
/// <param name="StatusCode">Exit code 0–255, 128+n for a signal; null when the daemon could not say.</param>
/// <param name="Failure">Why there is no code: the daemon went away, or says so.</param>
internal sealed record WaitOutcome(int? StatusCode, Refusal? Failure);
