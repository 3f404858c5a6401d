namespace McpBox.Toml;

/// <summary>The faults of a character that does not belong where it stands.</summary>
internal static class Unexpected
{
    /// <summary>The fault for something else than what the grammar wants at the cursor.</summary>
    /// <param name="expectation">What the grammar wants here: <c>expected a value</c>.</param>
    /// <param name="hint">The next step, if it is not a control character that stands here.</param>
    public static TomlFault At(Cursor cursor, string expectation, string hint) =>
        !cursor.AtEnd && !cursor.AtNewline && Characters.IsControl(cursor.Current)
            ? Control(cursor)
            : new TomlFault(cursor.SpanAhead(), $"{expectation}, found {Excerpt.At(cursor)}", hint);

    /// <summary>The fault for the control character at the cursor, which no place of a document may contain as it is.</summary>
    public static TomlFault Control(Cursor cursor)
    {
        var (message, hint) = cursor.Current switch
        {
            '\r' => ("a carriage return without a line feed", "End lines with LF or with CR LF."),
            '\0' => ("the control character U+0000", "Remove it; if the file is UTF-16, save it as UTF-8."),
            var other => ($"the control character {Excerpt.CodePoint(other)}",
                $"Remove it; a string in double quotes can hold it as `\\u{(int)other:X4}`."),
        };
        return new TomlFault(cursor.SpanAhead(), message, hint);
    }
}
