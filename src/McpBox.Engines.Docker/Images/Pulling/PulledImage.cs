namespace McpBox.Engines.Docker.Images.Pulling;

/// <summary>What a pull came to.</summary>
/// <param name="Before">The digest that was recorded until now; null when there was none.</param>
public sealed record PulledImage(ResolvedImage Image, string? Before);
