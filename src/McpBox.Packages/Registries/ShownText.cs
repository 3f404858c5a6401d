using System.Globalization;
using System.Text;
using McpBox.Sandbox;

namespace McpBox.Packages.Registries;

/// <summary>Text of strangers for a refusal: on one line, bounded, and whatever moves a cursor, hides or reorders as an escape.</summary>
internal static class ShownText
{
    private const int Limit = 200;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > Limit)
                return shown.Append('…').ToString();
            if (HarmlessRune.Is(rune))
                shown.Append(rune.ToString());
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }

        return shown.ToString();
    }

    /// <summary>An address, from which everything that may be a user name, password or token is taken: before an at sign, and after a question mark.</summary>
    public static string WithoutLogin(string address)
    {
        var query = address.AsSpan().IndexOfAny('?', '#');
        var text = query < 0 ? address : address[..query];
        var scheme = text.IndexOf("//", StringComparison.Ordinal);
        var at = text.LastIndexOf('@');
        var slash = scheme < 0 ? -1 : text.IndexOf('/', scheme + 2);

        // An at sign behind the first slash of the path belongs to a scope of npm's, unless the password has a slash; then too much is hidden.
        var login = scheme >= 0 && at > scheme && (slash < 0 || at < slash || text.IndexOf(':', scheme + 2, slash - scheme - 2) >= 0);
        return Of(login ? $"{text[..(scheme + 2)]}***@{text[(at + 1)..]}" : text);
    }

    public static string Bytes(long count) => count switch
    {
        >= 1L << 30 when count % (1L << 30) == 0 => $"{count >> 30} GiB",
        >= 1L << 20 => $"{count >> 20} MiB",
        >= 1L << 10 => $"{count >> 10} KiB",
        _ => $"{count} bytes",
    };
}
