using System.Globalization;
using System.Text;

namespace McpBox.Toml;

/// <summary>The character classes of the grammar, and how a message shows a character or a piece of the document.</summary>
internal static class Characters
{
    private const int ExcerptLength = 40;

    public static bool IsBlank(char c) => c is ' ' or '\t';

    /// <summary>What neither a comment nor a string may contain. U+0080 to U+009F are allowed by the grammar.</summary>
    public static bool IsControl(char c) => (c < ' ' && c != '\t') || c == '\x7F';

    public static bool IsBareKey(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>True for what can follow an unquoted value. All else is taken with the value, so that a message can show the whole word.</summary>
    public static bool EndsBareValue(char c) => IsBlank(c) || IsControl(c) || c is ',' or '#' or '=' or '"' or '\'' or '[' or ']' or '{' or '}';

    /// <summary>A word for what stands at the cursor: <c>`x`</c>, <c>the end of the line</c> …</summary>
    public static string Describe(Cursor cursor)
    {
        if (cursor.AtEnd)
            return "the end of the file";
        if (cursor.AtNewline)
            return "the end of the line";
        if (cursor.Current == '\r')
            return "a carriage return without a line feed";
        if (IsControl(cursor.Current))
            return $"the control character {CodePoint(cursor.Current)}";
        return Quote(char.IsHighSurrogate(cursor.Current) ? $"{cursor.Current}{cursor.Peek(1)}" : $"{cursor.Current}");
    }

    /// <summary>Text of the document in backticks, on one line, and short however long the document's word is.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("`");
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++length > ExcerptLength)
                return quoted.Append("…`").ToString();
            quoted.Append(Rune.IsControl(rune) ? CodePoint(rune.Value) : rune.ToString());
        }

        return quoted.Append('`').ToString();
    }

    /// <summary>The fault for a character that a comment or a string may not contain.</summary>
    public static TomlFault ControlFault(Cursor cursor, string place) => cursor.Current == '\r'
        ? new TomlFault(cursor.SpanAhead(), $"a carriage return without a line feed in {place}", "End lines with LF or with CR LF.")
        : new TomlFault(cursor.SpanAhead(), $"the control character {CodePoint(cursor.Current)} in {place}",
            $"Remove it; a string in double quotes can hold it as `\\u{(int)cursor.Current:X4}`.");

    private static string CodePoint(int value) => string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}");
}
