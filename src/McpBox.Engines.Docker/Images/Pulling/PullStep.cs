namespace McpBox.Engines.Docker.Images.Pulling;

/// <summary>One step of a pull, in the daemon's words (escaped, bounded).</summary>
/// <param name="Layer">The layer's short id, the tag, or empty.</param>
/// <param name="Total">Bytes of the layer; 0 where the daemon does not say.</param>
public sealed record PullStep(string Layer, string Status, long Current, long Total);
