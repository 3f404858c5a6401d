using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace McpBox.Engines.Docker.Images;

/// <summary>The words of a reference, by the grammar in github.com/distribution/reference, reference.go.</summary>
internal static class ReferenceGrammar
{
    private const string Algorithm = "sha256:";
    private const int DigestDigits = 64;
    private const int LongestTag = 128;

    /// <summary><c>sha256:</c> and 64 lower-case hexadecimal digits: the only algorithm in use, and all that a plan can hold.</summary>
    public static bool IsDigest(string text) =>
        text.Length == Algorithm.Length + DigestDigits && text.StartsWith(Algorithm, StringComparison.Ordinal)
        && text.Skip(Algorithm.Length).All(char.IsAsciiHexDigitLower);

    /// <summary><c>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}</c>.</summary>
    public static bool IsTag(string text) =>
        text.Length is > 0 and <= LongestTag && text[0] is not ('.' or '-')
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    public static bool IsPath(string text) => text.Split('/').All(IsComponent);

    /// <summary>Host name, IPv4 address or IPv6 address in brackets, with or without a port.</summary>
    public static bool IsDomain(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon > text.LastIndexOf(']'))
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
                return false;
            text = text[..colon];
        }

        if (text is ['[', .. var address, ']'])
            return IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 && !address.Contains('%', StringComparison.Ordinal);
        return text.Split('.').All(static label =>
            label is [not '-', ..] and [.., not '-'] && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    /// <summary>Runs of <c>a-z0-9</c> with one of <c>.</c>, <c>_</c>, <c>__</c> or any number of <c>-</c> between them.</summary>
    private static bool IsComponent(string text)
    {
        var i = 0;
        while (true)
        {
            var run = i;
            while (i < text.Length && (char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i])))
                i++;
            if (i == run)
                return false;
            if (i == text.Length)
                return true;
            var separator = i;
            while (i < text.Length && text[i] is ('.' or '_' or '-'))
                i++;
            if (i == separator || !IsSeparator(text.AsSpan(separator, i - separator)))
                return false;
        }
    }

    private static bool IsSeparator(ReadOnlySpan<char> text) => text is "." or "_" or "__" || text.TrimStart('-').IsEmpty;
}
