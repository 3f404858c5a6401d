namespace McpBox.Toml;

/// <summary>Reads any value at the cursor; <c>depth</c> is how many tables and arrays are around it.</summary>
internal static class Values
{
    public static TomlValue Read(Cursor cursor, int depth) => cursor.Current switch
    {
        '"' or '\'' => ReadString(cursor),
        '[' => ReadArray(cursor, depth + 1),
        '{' => InlineTables.Read(cursor, depth + 1),
        _ => BareValues.Read(cursor),
    };

    private static TomlString ReadString(Cursor cursor)
    {
        var start = cursor.Here;
        var value = cursor.StartsWith("\"\"\"") ? BasicStrings.ReadLines(cursor)
            : cursor.StartsWith("'''") ? LiteralStrings.ReadLines(cursor)
            : cursor.Current == '"' ? BasicStrings.ReadLine(cursor)
            : LiteralStrings.ReadLine(cursor);
        return new TomlString(value, cursor.SpanSince(start));
    }

    private static TomlArray ReadArray(Cursor cursor, int depth)
    {
        var start = cursor.Here;
        var opening = cursor.SpanAhead();
        Nesting.Check(depth, opening);
        cursor.Advance();
        var items = new List<TomlValue>();
        Trivia.SkipBlanksCommentsAndNewlines(cursor);
        while (!cursor.TryTake(']'))
        {
            if (cursor.AtEnd)
                throw NotClosed(opening);
            if (cursor.Current == ',')
                throw new TomlFault(cursor.SpanAhead(), "no value before the comma", "Remove the comma, or write a value before it.");
            items.Add(Read(cursor, depth));
            Trivia.SkipBlanksCommentsAndNewlines(cursor);
            if (cursor.TryTake(','))
                Trivia.SkipBlanksCommentsAndNewlines(cursor);
            else if (cursor.AtEnd)
                throw NotClosed(opening);
            else if (cursor.Current != ']')
                throw Unexpected.At(cursor, "expected `,` or `]` in the array", "Write a comma between two values, `]` after the last.");
        }

        return new TomlArray(items.ToArray(), cursor.SpanSince(start));
    }

    private static TomlFault NotClosed(TomlSpan opening) => new(opening, "this array is never closed", "Close it with `]`.");
}
