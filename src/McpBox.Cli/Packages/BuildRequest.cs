namespace McpBox.Cli.Packages;

/// <summary>What is to be made of what, as it was typed.</summary>
/// <param name="Base">Null for the image of the server's profile, or that which it was locked with.</param>
/// <param name="Tag">What daemons call it.</param>
/// <param name="Output">An archive to be written.</param>
/// <param name="Load">Whether the daemon gets it.</param>
/// <param name="Push">The reference by which a registry gets it.</param>
internal sealed record BuildRequest(string Name, string? Base, string? Tag, string? Output, bool Load, string? Push)
{
    /// <summary>No reference begins with a dot or a slash.</summary>
    public static bool IsFile(string text) => text is ['.' or '/', ..];
}
