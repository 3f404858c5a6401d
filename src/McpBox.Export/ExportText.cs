using System.Globalization;
using System.Text;
using McpBox.Sandbox;

namespace McpBox.Export;

/// <summary>Strangers' text on its way to a receiver: on one line, and not longer than the receiver takes.</summary>
internal static class ExportText
{
    /// <summary>Stands where a text was cut.</summary>
    public const string CutMark = "…[cut]";

    private static readonly int MarkBytes = Encoding.UTF8.GetByteCount(CutMark);

    /// <summary>The text with everything as <c>\u{A}</c> that could end a line, move a cursor, hide or reorder; a backslash stays one.</summary>
    public static string OneLine(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!HarmlessRune.Is(rune))
                return Escape(text);
        }

        // EnumerateRunes replaces half a surrogate pair; so does this, with the same U+FFFD.
        return WellFormed(text);
    }

    /// <summary>The text in valid UTF-16: U+FFFD in the place of half a surrogate pair, which no encoder takes.</summary>
    public static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return string.Concat(text.EnumerateRunes().Select(static rune => rune.ToString()));
        }

        return text;
    }

    /// <summary>The text in at most so many bytes of UTF-8, whole characters, with <see cref="CutMark"/> at the end where something is missing.</summary>
    /// <param name="bytes">At least the mark's own eight.</param>
    public static string Cut(string text, int bytes)
    {
        if (text.Length <= bytes / 3 || Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        var room = bytes - MarkBytes;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;
            end += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, end), CutMark);
    }

    /// <summary>On one line and in at most so many bytes; a megabyte is cut before it is looked at.</summary>
    public static string Short(string text, int bytes) => Cut(OneLine(Cut(text, bytes)), bytes);

    private static string Escape(string text)
    {
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (HarmlessRune.Is(rune))
                shown.Append(rune.ToString());
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }

        return shown.ToString();
    }
}
