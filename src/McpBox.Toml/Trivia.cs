namespace McpBox.Toml;

/// <summary>What stands between keys and values: blanks, comments and line ends.</summary>
internal static class Trivia
{
    public static void SkipBlanks(Cursor cursor)
    {
        while (Characters.IsBlank(cursor.Current))
            cursor.Advance();
    }

    public static void SkipBlanksCommentsAndNewlines(Cursor cursor)
    {
        do
        {
            SkipBlanks(cursor);
            SkipComment(cursor);
        }
        while (cursor.TryTakeNewline());
    }

    /// <summary>Takes the rest of a line after <paramref name="what"/> (a value, a table header), which may only be a comment.</summary>
    public static void EndLine(Cursor cursor, string what)
    {
        SkipBlanks(cursor);
        SkipComment(cursor);
        if (!cursor.AtEnd && !cursor.TryTakeNewline())
        {
            throw Unexpected.At(cursor, $"expected a new line after {what}", cursor.Current == ','
                ? "Remove the comma: pairs stand on lines of their own."
                : "Start a new line for the next key; if this belongs to a text, put all of the text in one pair of quotes.");
        }
    }

    private static void SkipComment(Cursor cursor)
    {
        if (!cursor.TryTake('#'))
            return;
        while (!cursor.AtEnd && !cursor.AtNewline)
        {
            if (Characters.IsControl(cursor.Current))
                throw Unexpected.Control(cursor);
            cursor.Advance();
        }
    }
}
