using System.Text;

namespace McpBox.Journal.Reviewing;

/// <summary>Resolves the escapes of JSON strings (RFC 8259, section 7) in a text that may hold several of them, or be none.</summary>
internal static class JsonEscapes
{
    /// <summary>Writes the text without escapes; what is no escape, and a surrogate that stands alone, stays as it is.</summary>
    /// <param name="room">At least as long as the text.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Resolve(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var written = 0;
        while (true)
        {
            var at = text.IndexOf((byte)'\\');
            var plain = at < 0 ? text : text[..at];
            plain.CopyTo(room[written..]);
            written += plain.Length;
            if (at < 0)
                return written;
            text = text[at..];
            written += One(text, room[written..], out var used);
            text = text[used..];
        }
    }

    /// <summary>Whether a character of ASCII is written as <c>\u00XX</c> somewhere.</summary>
    public static bool HideAscii(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf("\\u00"u8); at >= 0 && at + 4 < text.Length; at = text.IndexOf("\\u00"u8))
        {
            if (text[at + 4] is >= (byte)'0' and <= (byte)'7')
                return true;
            text = text[(at + 4)..];
        }

        return false;
    }

    private static int One(ReadOnlySpan<byte> text, Span<byte> room, out int used)
    {
        used = 2;
        if (text.Length >= 2 && Letter(text[1]) is var letter and not 0)
        {
            room[0] = letter;
            return 1;
        }

        if (TryUnit(text, out var unit))
        {
            used = 6;
            if (Rune.TryCreate(unit, out var rune))
                return rune.EncodeToUtf8(room);
            if (TryUnit(text[6..], out var low) && Rune.TryCreate(unit, low, out rune))
            {
                used = 12;
                return rune.EncodeToUtf8(room);
            }
        }

        used = 1;
        room[0] = text[0];
        return 1;
    }

    private static byte Letter(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => 0,
    };

    private static bool TryUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u')
            return false;
        var value = 0;
        foreach (var digit in text[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
            value = (16 * value) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)value;
        return true;
    }
}
