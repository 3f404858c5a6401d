namespace McpBox.Toml;

/// <summary>Reads the lines of a document: pairs and table headers.</summary>
internal static class Document
{
    public static TomlTable Read(Cursor cursor)
    {
        var root = new TableNode(TableOrigin.Header, new TomlSpan(1, 1, 1, 1), depth: 0);
        var section = root;
        Trivia.SkipBlanksCommentsAndNewlines(cursor);
        while (!cursor.AtEnd)
        {
            if (cursor.Current == '[')
            {
                section = ReadHeader(cursor, root);
                Trivia.EndLine(cursor, "the table header");
            }
            else
            {
                var key = Keys.ReadWithEquals(cursor);
                section.Assign(key, Values.Read(cursor, section.Depth + key.Parts.Count - 1));
                Trivia.EndLine(cursor, "the value");
            }

            Trivia.SkipBlanksCommentsAndNewlines(cursor);
        }

        return root.Freeze();
    }

    private static TableNode ReadHeader(Cursor cursor, TableNode root)
    {
        var start = cursor.Here;
        var brackets = cursor.Peek(1) == '[' ? 2 : 1;
        cursor.Advance(brackets);
        var key = Keys.Read(cursor);
        for (var i = 0; i < brackets; i++)
        {
            if (!cursor.TryTake(']'))
            {
                throw Unexpected.At(cursor, $"expected `{new string(']', brackets - i)}` after the table name {key.Show()}",
                    "Close the header; a name with other characters than A-Z a-z 0-9 _ - needs quotes.");
            }
        }

        var header = cursor.SpanSince(start);
        return brackets == 2 ? root.AppendElement(key, header) : root.DefineTable(key, header);
    }
}
