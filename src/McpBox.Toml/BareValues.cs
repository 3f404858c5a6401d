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
            throw Unexpected.At(cursor, "expected a value", "Write a value here; a string needs quotes.");
        var span = cursor.SpanSince(start);
        return text switch
        {
            "true" => new TomlBoolean(Value: true, span),
            "false" => new TomlBoolean(Value: false, span),
            "inf" or "nan" => new Numbers(text, span).Read(),
            _ when DateTimes.LooksLike(text) => new DateTimes(text, span).Read(),
            _ when Numbers.LooksLike(text) => new Numbers(text, span).Read(),
            _ => throw NotAValue(text, span),
        };
    }

    /// <summary>The hint for a word that might be text: shows it in quotes if it can stand there as it is.</summary>
    public static string QuoteHint(string text) => text.Length <= 20 && text.All(IsPlain)
        ? $"If it is text, write \"{text}\", with all of the text in the quotes."
        : "If it is text, put all of it in quotes.";

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '+' or '$' or '@' or '%';

    private static TomlFault NotAValue(string text, TomlSpan span)
    {
        var lower = text.ToLowerInvariant();
        var word = Excerpt.Of(text);
        var (message, hint) = lower switch
        {
            "true" or "false" or "inf" or "nan" => ($"{word} is not a value", $"Write `{lower}` in lower case."),
            "null" or "nil" or "none" => ($"{word} is not a value", "TOML has no null: leave the key out."),
            "yes" or "on" => ($"the value {word} needs quotes", $"A boolean is `true`; if it is text, write \"{text}\"."),
            "no" or "off" => ($"the value {word} needs quotes", $"A boolean is `false`; if it is text, write \"{text}\"."),
            ['“' or '”' or '‘' or '’', ..] => ($"the value {word} needs straight quotes", "Write \"…\" or '…'."),
            _ => ($"the value {word} needs quotes", QuoteHint(text)),
        };
        return new TomlFault(span, message, hint);
    }

    private static void SkipWord(Cursor cursor)
    {
        while (!Characters.EndsBareValue(cursor.Current))
            cursor.Advance();
    }
}
