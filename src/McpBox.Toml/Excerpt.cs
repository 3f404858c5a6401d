using System.Globalization;
using System.Text;

namespace McpBox.Toml;

/// <summary>Pieces of the document as messages show them.</summary>
internal static class Excerpt
{
    private const int MaxLength = 40;

    /// <summary>The text in backticks: on one line, short, and with nothing invisible in it however hostile the document is.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder("`");
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++length > MaxLength)
                return shown.Append("…`").ToString();
            shown.Append(IsInvisible(rune) ? CodePoint(rune.Value) : rune.ToString());
        }

        return shown.Append('`').ToString();
    }

    /// <summary>What stands at the cursor: <c>`x`</c>, <c>the end of the line</c> …</summary>
    public static string At(Cursor cursor)
    {
        if (cursor.AtEnd)
            return "the end of the file";
        return cursor.AtNewline ? "the end of the line" : Of(cursor.Scalar);
    }

    public static string CodePoint(int value) => string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}");

    /// <summary>A reversed or hidden character in a message could make it say something else than it does.</summary>
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
