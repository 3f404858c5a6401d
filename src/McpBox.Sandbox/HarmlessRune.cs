using System.Globalization;
using System.Text;

namespace McpBox.Sandbox;

/// <summary>Which characters of a stranger's text may reach a terminal as they are: none that moves a cursor, hides or reorders.</summary>
public static class HarmlessRune
{
    // Format holds the bidi controls (U+202A–E, U+2066–9), zero-width characters and the invisible tags (U+E0000–7F);
    // the variation selectors' supplement is assigned as a mark, and carries hidden text just as well.
    public static bool Is(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not (>= 0xE0100 and <= 0xE01EF);
}
