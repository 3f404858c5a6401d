using System.Globalization;
using System.Text;

namespace McpBox.Toml;

/// <summary>Reads the escapes of basic strings (specification section "String").</summary>
internal static class Escapes
{
    private const string Hint = "Write `\\\\` for a backslash, or put the text in single quotes, where it needs no escape.";

    /// <summary>Reads the escape whose backslash stands at the cursor.</summary>
    public static void Read(Cursor cursor, StringBuilder value)
    {
        var start = cursor.Here;
        var span = cursor.SpanAhead(2);
        cursor.Advance();
        char? plain = cursor.Current switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => null,
        };
        if (plain is { } character)
        {
            cursor.Advance();
            value.Append(character);
        }
        else if (cursor.Current is 'u' or 'U')
        {
            value.Append(ReadCodePoint(cursor, start).ToString());
        }
        else
        {
            throw Unknown(cursor, start, span);
        }
    }

    private static Rune ReadCodePoint(Cursor cursor, Position start)
    {
        var length = cursor.Current == 'u' ? 4 : 8;
        var letter = cursor.Current;
        cursor.Advance();
        var digits = cursor.Here;
        while (cursor.Here.Offset - digits.Offset < length && char.IsAsciiHexDigit(cursor.Current))
            cursor.Advance();
        var text = cursor.TextSince(digits);
        if (text.Length < length)
            throw new TomlFault(cursor.SpanSince(start), $"`\\{letter}` needs {length} hexadecimal digits, found {text.Length}", Hint);

        var value = uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.TryCreate(value, out var rune)
            ? rune
            : throw new TomlFault(cursor.SpanSince(start), $"`\\{letter}{text}` is no Unicode scalar value",
                "Use 0000 to D7FF or E000 to 10FFFF; a character beyond FFFF is one `\\U` with 8 digits.");
    }

    private static TomlFault Unknown(Cursor cursor, Position start, TomlSpan span)
    {
        if (cursor.AtEnd || cursor.AtNewline)
            return new TomlFault(cursor.SpanSince(start), $"a backslash before {Excerpt.At(cursor)}", Hint);
        if (Characters.IsBlank(cursor.Current))
            return new TomlFault(span, "a backslash before a blank", $"{Hint} Only in `\"\"\"` a backslash may end a line.");
        return cursor.Current switch
        {
            'e' => new TomlFault(span, "the escape `\\e` is TOML 1.1, this reader is TOML 1.0", "Write `\\u001B`."),
            'x' => new TomlFault(span, "the escape `\\x` is TOML 1.1, this reader is TOML 1.0", "Write `\\u00` and the two digits."),
            _ => new TomlFault(span, $"the escape {Excerpt.Of($"\\{cursor.Scalar}")} does not exist", Hint),
        };
    }
}
