namespace McpBox.Journal.Reviewing;

/// <summary>A client as it calls itself: <c>clientInfo</c> of <c>initialize</c>, or of a request's <c>_meta</c> (MCP 2026-07-28).</summary>
/// <param name="Version">Null when it names none.</param>
public sealed record CallClient(string Name, string? Version)
{
    private const int Longest = 256;

    /// <summary>Null when the JSON object names no client.</summary>
    internal static CallClient? TryRead(ReadOnlySpan<byte> json)
    {
        var (name, version) = MessageParts.TextMembers(json, "name"u8, "version"u8);
        return name is null ? null : new CallClient(TokenText.Cut(name, Longest), version is null ? null : TokenText.Cut(version, Longest));
    }
}
