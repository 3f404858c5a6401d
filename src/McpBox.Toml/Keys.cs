namespace McpBox.Toml;

/// <summary>Reads keys: bare, quoted and dotted (specification section "Keys").</summary>
internal static class Keys
{
    /// <summary>Reads a dotted key and the blanks around its parts.</summary>
    public static DottedKey Read(Cursor cursor)
    {
        var parts = new List<KeyPart>();
        do
        {
            Trivia.SkipBlanks(cursor);
            var start = cursor.Here;
            var name = ReadPart(cursor, isFirst: parts.Count == 0);
            parts.Add(new KeyPart(name, cursor.SpanSince(start)));
            Trivia.SkipBlanks(cursor);
        }
        while (cursor.TryTake('.'));

        return new DottedKey(parts);
    }

    /// <summary>Reads the key and the <c>=</c> of a pair, and the blanks up to the value.</summary>
    public static DottedKey ReadWithEquals(Cursor cursor)
    {
        var key = Read(cursor);
        if (!cursor.TryTake('='))
        {
            throw cursor.Current == ':'
                ? new TomlFault(cursor.SpanAhead(), $"`:` after the key {key.Show()}", "TOML writes `=` between a key and its value.")
                : Unexpected.At(cursor, $"expected `=` after the key {key.Show()}",
                    "Write `key = value`; a key with other characters than A-Z a-z 0-9 _ - needs quotes.");
        }

        Trivia.SkipBlanks(cursor);
        if (cursor.AtEnd || cursor.AtNewline || cursor.Current == '#')
        {
            throw new TomlFault(cursor.SpanAhead(), $"the key {key.Show()} has no value",
                "Write a value after `=` on the same line, \"\" for an empty string.");
        }

        return key;
    }

    private static string ReadPart(Cursor cursor, bool isFirst)
    {
        if (cursor.StartsWith("\"\"\"") || cursor.StartsWith("'''"))
        {
            throw new TomlFault(cursor.SpanAhead(3), "a multi-line string as a key",
                "Write the key in single or double quotes on one line.");
        }

        if (cursor.Current == '"')
            return BasicStrings.ReadLine(cursor);
        if (cursor.Current == '\'')
            return LiteralStrings.ReadLine(cursor);

        var start = cursor.Here;
        while (Characters.IsBareKey(cursor.Current))
            cursor.Advance();
        var name = cursor.TextSince(start);
        return name.Length > 0 ? name : throw NotAKey(cursor, isFirst);
    }

    private static TomlFault NotAKey(Cursor cursor, bool isFirst)
    {
        if (!isFirst)
            return Unexpected.At(cursor, "expected a key after the dot", "Write a key after each dot, or remove the dot.");
        return cursor.Current is '=' or ']' or '.'
            ? new TomlFault(cursor.SpanAhead(), $"no key before {Excerpt.At(cursor)}", "Write a key; an empty key is \"\".")
            : Unexpected.At(cursor, "expected a key", "A key with other characters than A-Z a-z 0-9 _ - needs quotes.");
    }
}
