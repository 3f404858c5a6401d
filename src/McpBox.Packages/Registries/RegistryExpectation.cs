using System.Collections.Immutable;

namespace McpBox.Packages.Registries;

/// <summary>What a caller of <see cref="RegistryClient"/> is ready to take.</summary>
/// <param name="Limit">Bytes of the body at most, unpacked; null for <see cref="GatewayLimits.Answer"/>.</param>
/// <param name="Accept">Value of the Accept header; null for anything.</param>
/// <param name="Packed">Ask for Content-Encoding gzip: for metadata. What is an archive already does not gain by it.</param>
public sealed record RegistryExpectation(long? Limit = null, string? Accept = null, bool Packed = false)
{
    /// <summary>Media types that the answer may have, in lower case and without parameters; empty for any.</summary>
    public ImmutableArray<string> MediaTypes { get; init; } = [];
}
