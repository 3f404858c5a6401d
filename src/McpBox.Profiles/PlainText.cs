using System.Globalization;
using System.Text;

namespace McpBox.Profiles;

/// <summary>Other people's text on a terminal.</summary>
public static class PlainText
{
    /// <summary>
    /// The text with every control, format (bidirectional overrides, zero width), line and paragraph separator as <c>\uXXXX</c>.
    /// </summary>
    public static string Escape(string text) => Escape(text, keepLines: false);

    /// <summary>The same for a text of several lines: tabs and line feeds stay, CRLF becomes a line feed.</summary>
    public static string EscapeLines(string text) => Escape(text.Replace("\r\n", "\n", StringComparison.Ordinal), keepLines: true);

    /// <summary>Whether a terminal could act on it or hide it.</summary>
    internal static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    internal static void AppendEscaped(StringBuilder output, Rune rune) =>
        output.Append(rune.IsBmp ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}");

    private static string Escape(string text, bool keepLines)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune) && !(keepLines && rune.Value is ('\n' or '\t')))
            {
                AppendEscaped(output, rune);
            }
            else
            {
                output.Append(rune.ToString());
            }
        }

        return output.ToString();
    }
}
