using System.Net;

namespace McpBox.Egress.Rules;

/// <summary>Names of hosts as RFC 1123 section 2.1 has them: labels of letters, digits and hyphens; also underscores, which some services use.</summary>
internal static class HostName
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    /// <summary>The name in lower case without a dot at its end; null for what is no name, an address for instance.</summary>
    public static string? Normal(string text)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        return name.Length is > 0 and <= Longest && name.Split('.').All(IsLabel) && !IsAddress(name) ? name.ToLowerInvariant() : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-'
        && label.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    // inet_aton(3) takes 127.1, 0x7f000001 and 2130706433 for addresses, and so do resolvers.
    private static bool IsAddress(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return last.All(char.IsAsciiDigit) || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && last[2..].All(char.IsAsciiHexDigit))
            || IPAddress.TryParse(name, out _);
    }
}
