namespace McpBox.Session.Planning;

/// <summary>Home directories from passwd(5), the sixth of its seven fields.</summary>
internal static class HomeDirectories
{
    /// <summary>Absolute paths as written, <c>/nonexistent</c> and <c>/</c> left out. Empty when the file cannot be read.</summary>
    public static IEnumerable<string> Of(string passwdFile)
    {
        try
        {
            return [.. File.ReadLines(passwdFile)
                .Select(line => line.Split(':'))
                .Where(fields => fields.Length >= 6 && fields[5].StartsWith('/') && fields[5] is not ("/" or "/nonexistent"))
                .Select(fields => fields[5])
                .Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without passwd the caller's own home, /home and /root still stand in the table.
            return [];
        }
    }
}
