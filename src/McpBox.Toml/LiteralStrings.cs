using System.Text;

namespace McpBox.Toml;

/// <summary>Reads strings in single quotes, in which a backslash is a backslash.</summary>
internal static class LiteralStrings
{
    /// <summary>Reads <c>'…'</c> at the cursor.</summary>
    public static string ReadLine(Cursor cursor)
    {
        var opening = cursor.SpanAhead();
        cursor.Advance();
        var start = cursor.Here;
        while (cursor.Current != '\'')
        {
            if (cursor.AtEnd || cursor.AtNewline)
            {
                throw new TomlFault(opening, "this string is not closed on its line",
                    "Close it with `'`; text that contains `'` stands in double quotes.");
            }

            RejectControl(cursor);
            cursor.Advance();
        }

        var value = cursor.TextSince(start);
        cursor.Advance();
        return value;
    }

    /// <summary>Reads <c>'''…'''</c> at the cursor.</summary>
    public static string ReadLines(Cursor cursor)
    {
        var opening = cursor.SpanAhead(3);
        cursor.Advance(3);
        cursor.TryTakeNewline();
        var value = new StringBuilder();
        value.Append(cursor.TakeUntil(MultiLine.LiteralStops));
        while (!MultiLine.TryClose(cursor, '\'', value))
        {
            if (cursor.AtEnd)
                throw MultiLine.NotClosed(opening, "'''");
            if (!MultiLine.TryTakeNewline(cursor, value))
                RejectControl(cursor);
            value.Append(cursor.TakeUntil(MultiLine.LiteralStops));
        }

        return value.ToString();
    }

    private static void RejectControl(Cursor cursor)
    {
        if (Characters.IsControl(cursor.Current))
            throw Unexpected.Control(cursor);
    }
}
