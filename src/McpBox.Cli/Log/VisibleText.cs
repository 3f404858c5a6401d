using System.Globalization;
using System.Text;
using McpBox.Sandbox;

namespace McpBox.Cli.Log;

/// <summary>Makes text from servers fit for a terminal: whatever could move the cursor, hide, or reorder text is shown as an escape.</summary>
internal static class VisibleText
{
    /// <summary>The text on one line; what is no UTF-8 as <c>\x{FF}</c>, what must not reach a terminal as <c>\u{1B}</c>.</summary>
    /// <param name="limit">Characters of the text that are shown at most; an ellipsis stands for the rest.</param>
    public static string Of(ReadOnlySpan<byte> utf8, int limit = int.MaxValue)
    {
        var shown = new StringBuilder(Math.Min(utf8.Length, limit));
        for (var count = 0; !utf8.IsEmpty; count++)
        {
            if (count == limit)
                return shown.Append('…').ToString();
            var valid = Rune.DecodeFromUtf8(utf8, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (!valid)
                AppendBytes(shown, utf8[..length]);
            else if (HarmlessRune.Is(rune))
                Append(shown, rune);
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            utf8 = utf8[length..];
        }

        return shown.ToString();
    }

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    private static void AppendBytes(StringBuilder shown, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
            shown.Append(CultureInfo.InvariantCulture, $"\\x{{{one:X2}}}");
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        shown.Append(units[..rune.EncodeToUtf16(units)]);
    }
}
