using System.Text;

namespace McpBox.Toml;

/// <summary>Reads strings in double quotes, which know escapes.</summary>
internal static class BasicStrings
{
    /// <summary>Reads <c>"…"</c> at the cursor.</summary>
    public static string ReadLine(Cursor cursor)
    {
        var opening = cursor.SpanAhead();
        cursor.Advance();
        var value = new StringBuilder();
        while (!cursor.TryTake('"'))
        {
            if (cursor.AtEnd || cursor.AtNewline)
            {
                throw new TomlFault(opening, "this string is not closed on its line",
                    "Close it with `\"`; text over several lines stands in `\"\"\"`.");
            }

            if (cursor.Current == '\\')
                Escapes.Read(cursor, value);
            else
                Take(cursor, value);
        }

        return value.ToString();
    }

    /// <summary>Reads <c>"""…"""</c> at the cursor.</summary>
    public static string ReadLines(Cursor cursor)
    {
        var opening = cursor.SpanAhead(3);
        cursor.Advance(3);
        cursor.TryTakeNewline();
        var value = new StringBuilder();
        value.Append(cursor.TakeUntil(MultiLine.BasicStops));
        while (!MultiLine.TryClose(cursor, '"', value))
        {
            if (cursor.AtEnd)
                throw MultiLine.NotClosed(opening, "\"\"\"");
            if (cursor.Current == '\\')
            {
                if (!TrySkipFoldedLine(cursor))
                    Escapes.Read(cursor, value);
            }
            else if (!MultiLine.TryTakeNewline(cursor, value) && Characters.IsControl(cursor.Current))
            {
                throw Unexpected.Control(cursor);
            }

            value.Append(cursor.TakeUntil(MultiLine.BasicStops));
        }

        return value.ToString();
    }

    /// <summary>Takes a backslash that ends its line, with all blanks and newlines up to the next other character.</summary>
    private static bool TrySkipFoldedLine(Cursor cursor)
    {
        var length = 1;
        while (Characters.IsBlank(cursor.Peek(length)))
            length++;
        if (cursor.Peek(length) != '\n' && (cursor.Peek(length) != '\r' || cursor.Peek(length + 1) != '\n'))
            return false;
        cursor.Advance(length);
        while (cursor.TryTakeNewline())
            Trivia.SkipBlanks(cursor);
        return true;
    }

    private static void Take(Cursor cursor, StringBuilder value)
    {
        if (Characters.IsControl(cursor.Current))
            throw Unexpected.Control(cursor);
        value.Append(cursor.Current);
        cursor.Advance();
    }
}
