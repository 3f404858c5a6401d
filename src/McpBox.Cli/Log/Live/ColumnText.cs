using System.Globalization;
using System.Text;

namespace McpBox.Cli.Log.Live;

/// <summary>Text by the columns that a terminal gives it.</summary>
internal static class ColumnText
{
    // Marks take no column, so that a line of nothing else would never be full.
    private const int MostMarks = 4;

    // East Asian wide and fullwidth characters and pictures (Unicode Standard Annex 11), in ranges that may hold a few narrow ones.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693),
        (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26FD),
        (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B55),
        (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x16FE0, 0x1B2FF), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F19A), (0x1F1E6, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7F0),
        (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>As much as fits, with an ellipsis in the last column where something is left out.</summary>
    public static string Cut(string text, int columns)
    {
        if (columns <= 0)
            return "";
        var (used, marks, fits) = (0, 0, 0);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var width = Of(rune);
            marks = width == 0 ? marks + 1 : 0;
            used += width;
            if (used > columns || marks > MostMarks)
                return $"{text.AsSpan(0, fits)}…";
            at += rune.Utf16SequenceLength;
            if (used < columns)
                fits = at;
        }

        return text;
    }

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x300)
            return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return 0;
        foreach (var (first, last) in Wide)
        {
            if (rune.Value <= last)
                return rune.Value >= first ? 2 : 1;
        }

        return 1;
    }
}
