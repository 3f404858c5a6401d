namespace McpBox.Toml;

/// <summary>Reads inline tables: <c>{ a = 1, b.c = 2 }</c>.</summary>
internal static class InlineTables
{
    public static TomlTable Read(Cursor cursor, int depth)
    {
        var start = cursor.Here;
        var opening = cursor.SpanAhead();
        Nesting.Check(depth, opening);
        cursor.Advance();
        var table = new TableNode(TableOrigin.Header, opening, depth);
        SkipBlanks(cursor, opening);
        while (!cursor.TryTake('}'))
        {
            var key = Keys.ReadWithEquals(cursor);
            table.Assign(key, Values.Read(cursor, depth + key.Parts.Count - 1));
            SkipBlanks(cursor, opening);
            if (cursor.Current == ',')
                TakeComma(cursor, opening);
            else if (cursor.Current != '}')
            {
                throw Unexpected.At(cursor, "expected `,` or `}` in the inline table",
                    "Write a comma between two pairs, `}` after the last.");
            }
        }

        return table.Freeze() with { Span = cursor.SpanSince(start) };
    }

    private static void TakeComma(Cursor cursor, TomlSpan opening)
    {
        var comma = cursor.SpanAhead();
        cursor.Advance();
        SkipBlanks(cursor, opening);
        if (cursor.Current == '}')
            throw new TomlFault(comma, "a comma before `}`, which only TOML 1.1 allows", "Remove the comma.");
    }

    private static void SkipBlanks(Cursor cursor, TomlSpan opening)
    {
        Trivia.SkipBlanks(cursor);
        if (cursor.AtEnd)
            throw new TomlFault(opening, "this inline table is never closed", "Close it with `}`.");
        if (cursor.AtNewline || cursor.Current == '#')
        {
            throw new TomlFault(opening, "this inline table goes over several lines, which only TOML 1.1 allows",
                "Write it on one line, or as a table with a `[header]`.");
        }
    }
}
