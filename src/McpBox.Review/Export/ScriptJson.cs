using System.Buffers;

namespace McpBox.Review.Export;

/// <summary>
/// A text as a JSON string that may stand inside an HTML script element: neither <c>&lt;/script&gt;</c> nor <c>&lt;!--</c> (which begins the "escaped"
/// state of the HTML standard, 13.2.5.20) can come about, because no <c>&lt;</c> is left.
/// </summary>
internal static class ScriptJson
{
    // A quote and a backslash end or change the string; < > & could be markup; 0xE2 begins U+2028 and U+2029, which are line ends to some parsers.
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 32).Select(static code => (byte)code), (byte)'"', (byte)'\\', (byte)'<', (byte)'>', (byte)'&', 0x7F, 0xE2]);

    /// <summary>Writes the string with its quotes.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public static void WriteString(Stream to, ReadOnlySpan<byte> utf8)
    {
        to.WriteByte((byte)'"');
        while (utf8.IndexOfAny(Special) is >= 0 and var at)
        {
            to.Write(utf8[..at]);
            utf8 = utf8[(at + WriteSpecial(to, utf8[at..]))..];
        }

        to.Write(utf8);
        to.WriteByte((byte)'"');
    }

    /// <summary>How many bytes were dealt with.</summary>
    private static int WriteSpecial(Stream to, ReadOnlySpan<byte> text)
    {
        if (text[0] != 0xE2)
        {
            to.Write("\\u00"u8);
            to.WriteByte(Digit(text[0] >> 4));
            to.WriteByte(Digit(text[0] & 15));
            return 1;
        }

        if (text.StartsWith("\u2028"u8) || text.StartsWith("\u2029"u8))
        {
            to.Write(text[2] == 0xA8 ? "\\u2028"u8 : "\\u2029"u8);
            return 3;
        }

        to.WriteByte(text[0]);
        return 1;
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
