namespace McpBox.Packages.Registries.Fetching;

/// <summary>
/// Reads addresses that everybody reads alike. Whatever <see cref="Uri"/> would repair (backslashes, dot segments, spaces, other alphabets) is refused
/// instead, because the repaired address is not the one that was checked.
/// </summary>
internal static class StrictAddress
{
    private const string Others = "-._~:/?#[]@!$&'()*+,;=%";

    /// <summary>An absolute http or https address without user name and fragment; null with a reason, which holds no part of the address.</summary>
    public static Uri? Read(string text, out string problem)
    {
        problem = Problem(text) ?? "";
        if (problem.Length > 0)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            problem = "it is no absolute https address";
        else if (uri.UserInfo.Length > 0 || Authority(text).Contains('@', StringComparison.Ordinal))
            problem = "a user name or password does not belong in an address";
        else if (uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            problem = "its host is neither a name nor an address";
        else if (!SameHost(uri, text))
            problem = "its host can be read in several ways";
        return problem.Length == 0 ? uri : null;
    }

    /// <summary>A path with a query: what is wrong with it, or null.</summary>
    public static string? Problem(string text) =>
        CharacterProblem(text) ?? (text.Contains('#', StringComparison.Ordinal) ? "it has a fragment" : SegmentProblem(text));

    /// <summary>As <see cref="Problem"/>, for a reference that is still to be resolved against another address.</summary>
    public static string? CharacterProblem(string text)
    {
        if (text.Length is 0 or > 8192)
            return "it is empty or too long";
        if (text.Any(unit => !char.IsAsciiLetterOrDigit(unit) && !Others.Contains(unit, StringComparison.Ordinal)))
            return "it has characters that have to be written percent-encoded, or a host name has to be written in ASCII (xn--)";
        return EncodedProblem(text);
    }

    private static string? EncodedProblem(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                return "a percent sign is not followed by two digits";
            var value = Convert.ToInt32(text.Substring(at + 1, 2), 16);
            if (value is < 0x20 or 0x7f or '\\')
                return "it has an encoded control character or backslash";
        }

        return null;
    }

    private static string? SegmentProblem(string text)
    {
        var path = text.Split('?')[0].Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
        return path.Split('/').Any(segment => segment is "." or "..") ? "it has a segment of dots alone" : null;
    }

    // Uri reads 127.1, 0x7f.1 and 2130706433 as 127.0.0.1, and drops an empty port: here these are other hosts, or none.
    private static bool SameHost(Uri uri, string text)
    {
        var authority = Authority(text);
        return authority.Equals(uri.Host, StringComparison.OrdinalIgnoreCase)
            || authority.Equals($"{uri.Host}:{uri.Port}", StringComparison.OrdinalIgnoreCase);
    }

    private static string Authority(string text)
    {
        var from = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var to = text.AsSpan(from).IndexOfAny('/', '?');
        return to < 0 ? text[from..] : text.Substring(from, to);
    }
}
