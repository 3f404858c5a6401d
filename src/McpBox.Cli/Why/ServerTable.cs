namespace McpBox.Cli.Why;

/// <summary>The table of config.toml that a server's keys stand in.</summary>
internal static class ServerTable
{
    private const int Longest = 64;

    /// <summary>Its header. The name comes out of the journal: one that cannot be a server's (MB1131) is not repeated.</summary>
    public static string Of(string server)
    {
        var isName = server.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(server[0])
            && server.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
        if (!isName)
            return "[servers.NAME]";
        return server.Contains('.', StringComparison.Ordinal) ? $"[servers.\"{server}\"]" : $"[servers.{server}]";
    }
}
