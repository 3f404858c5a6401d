namespace McpBox.Toml;

/// <summary>Reads values without quotes or brackets: booleans, numbers, dates and times.</summary>
internal static class BareValues
{
    public static TomlValue Read(Cursor cursor)
    {
        var start = cursor.Here;
        SkipWord(cursor);
        if (DateTimes.IsDate(cursor.TextSince(start)) && cursor.Current == ' ' && char.IsAsciiDigit(cursor.Peek(1)))
        {
            cursor.Advance();
            SkipWord(cursor);
        }

        var text = cursor.TextSince(start);
        if (text.Length == 0)
            throw new TomlFault(cursor.SpanAhead(), $"expected a value, found {Characters.Describe(cursor)}", "Write a value here; a string needs quotes.");
        var span = cursor.SpanSince(start);
        return text switch
        {
            "true" => new TomlBoolean(Value: true, span),
            "false" => new TomlBoolean(Value: false, span),
            "inf" or "nan" => new Numbers(text, span).Read(),
            _ when DateTimes.LooksLike(text) => new DateTimes(text, span).Read(),
            _ when Numbers.LooksLike(text) => new Numbers(text, span).Read(),
            _ => throw new TomlFault(span, $"the value {Characters.Quote(text)} needs quotes", WordHint(text)),
        };
    }

    /// <summary>The hint that shows the word as a string, if it can stand in quotes as it is.</summary>
    public static string QuoteHint(string text) =>
        text.Length <= 20 && !text.Contains('\\', StringComparison.Ordinal) ? $"If it is text, write \"{text}\"." : "If it is text, put it in quotes.";

    private static string WordHint(string text)
    {
        var lower = text.ToLowerInvariant();
        return lower switch
        {
            "true" or "false" or "inf" or "nan" => $"Write `{lower}` in lower case.",
            "yes" or "on" or "no" or "off" => $"{QuoteHint(text)} A boolean is `{(lower is "yes" or "on" ? "true" : "false")}`.",
            "null" or "nil" or "none" => "TOML has no null: leave the key out.",
            _ => QuoteHint(text),
        };
    }

    private static void SkipWord(Cursor cursor)
    {
        while (!Characters.EndsBareValue(cursor.Current))
            cursor.Advance();
    }
}
