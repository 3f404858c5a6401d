namespace McpBox.Packages.Registries;

/// <summary>What one ecosystem answers on a build sandbox's gateway.</summary>
public interface IGatewayRoutes
{
    /// <summary>May be called from several threads at once.</summary>
    /// <exception cref="PackageException">Refused; the program inside hears of a failure, and the user of the reason.</exception>
    GatewayAnswer Answer(GatewayRequest request);
}

/// <summary>A request out of a build sandbox. Hostile.</summary>
/// <param name="Method">GET or HEAD; the gateway refuses everything else.</param>
/// <param name="Path">From the slash on, still percent-encoded, without the query. No <c>.</c> or <c>..</c> segment.</param>
/// <param name="Query">Without the question mark; empty for none.</param>
/// <param name="Headers">By lower-case name.</param>
public sealed record GatewayRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers);

/// <summary>What is sent back in. Owns its body.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Readable; its whole length is known.</param>
public sealed record GatewayAnswer(int Status, string ContentType, Stream Body) : IDisposable
{
    public void Dispose() => Body.Dispose();
}
