namespace McpBox.Cli.Packages;

/// <summary>What is to be made of what, as it was typed.</summary>
/// <param name="Base">Null for the image of the server's profile.</param>
internal sealed record BuildRequest(string Name, string? Base, string? Tag, string? Output, bool Load)
{
    /// <summary>No reference begins with a dot or a slash.</summary>
    public static bool IsFile(string text) => text is ['.' or '/', ..];
}
