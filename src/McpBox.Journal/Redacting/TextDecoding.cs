using System.Globalization;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>How a text is written within another one.</summary>
internal enum TextCoding
{
    /// <summary>The escapes of a JSON string (RFC 8259, 7). What is no escape stands for itself.</summary>
    Json,

    /// <summary><c>%41</c> (RFC 3986, 2.1). What is no such triplet stands for itself.</summary>
    Percent,
}

/// <summary>Decodes a text, and finds again where a part of the decoded text was written. A decoded text is never longer than the written one.</summary>
internal static class TextDecoding
{
    public const int LongestUnit = 4;

    public static bool MayHold(ReadOnlySpan<byte> text, TextCoding coding) => text.Contains(Mark(coding));

    /// <returns>How many bytes the decoded text has.</returns>
    public static int Decode(ReadOnlySpan<byte> text, TextCoding coding, Span<byte> decoded)
    {
        var length = 0;
        Span<byte> unit = stackalloc byte[LongestUnit];
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf(Mark(coding));
            if (plain != 0)
            {
                plain = plain < 0 ? text.Length : plain;
                text[..plain].CopyTo(decoded[length..]);
                length += plain;
                text = text[plain..];
                continue;
            }

            var written = Unit(text, coding, unit, out var consumed);
            unit[..written].CopyTo(decoded[length..]);
            length += written;
            text = text[consumed..];
        }

        return length;
    }

    /// <summary>Reads what begins at the start of the text, which is the coding's mark.</summary>
    private static int Unit(ReadOnlySpan<byte> text, TextCoding coding, Span<byte> unit, out int consumed)
    {
        unit[0] = text[0];
        consumed = 1;
        if (coding == TextCoding.Percent)
        {
            if (TryHex(text, 1, 2, out var value))
                (unit[0], consumed) = ((byte)value, 3);
            return 1;
        }

        if (text.Length < 2)
            return 1;
        if (text[1] == (byte)'u')
            return TryHex(text, 2, 4, out var unicode) ? Unicode(text, unicode, unit, out consumed) : 1;
        var short1 = "\"\\/bfnrt"u8.IndexOf(text[1]);
        if (short1 >= 0)
            (unit[0], consumed) = ("\"\\/\b\f\n\r\t"u8[short1], 2);
        return 1;
    }

    private static int Unicode(ReadOnlySpan<byte> text, int first, Span<byte> unit, out int consumed)
    {
        consumed = 6;
        if (Rune.TryCreate((char)first, out var rune))
            return rune.EncodeToUtf8(unit);
        if (text.Length >= 12 && text[6] == (byte)'\\' && text[7] == (byte)'u' && TryHex(text, 8, 4, out var second) && Rune.TryCreate((char)first, (char)second, out rune))
        {
            consumed = 12;
            return rune.EncodeToUtf8(unit);
        }

        return Rune.ReplacementChar.EncodeToUtf8(unit);
    }

    private static bool TryHex(ReadOnlySpan<byte> text, int at, int digits, out int value)
    {
        value = 0;
        return text.Length >= at + digits && int.TryParse(text.Slice(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static byte Mark(TextCoding coding) => coding == TextCoding.Json ? (byte)'\\' : (byte)'%';

    /// <summary>Finds written places of decoded ones, which have to be asked for in ascending order: one walk over the text in all.</summary>
    internal ref struct Places(ReadOnlySpan<byte> text, TextCoding coding)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _written;
        private int _decoded;

        /// <summary>Where the unit begins that holds the decoded byte; with <paramref name="after"/>, the first place after what comes before it.</summary>
        public int Of(int decoded, bool after)
        {
            Span<byte> unit = stackalloc byte[LongestUnit];
            while (_decoded < decoded)
            {
                var plain = _text[_written..].IndexOf(Mark(coding));
                plain = plain < 0 ? _text.Length - _written : plain;
                if (plain > 0)
                {
                    plain = Math.Min(plain, decoded - _decoded);
                    _written += plain;
                    _decoded += plain;
                    continue;
                }

                var length = Unit(_text[_written..], coding, unit, out var consumed);
                if (_decoded + length > decoded && !after)
                    return _written;
                _written += consumed;
                _decoded += length;
            }

            return _written;
        }
    }
}
