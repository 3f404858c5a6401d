namespace McpBox.Toml;

/// <summary>Reads dates and times from their whole word (RFC 3339 as narrowed by the specification).</summary>
internal sealed class DateTimes(string text, TomlSpan span)
{
    private const int DateLength = 10;
    private const string FormatHint = "Write dates as `1979-05-27` and times as `07:32:00`; a string needs quotes.";
    private int _index;

    /// <summary>True for digits with <c>-</c> or <c>:</c> behind them, so that a date with a missing zero is reported as a date.</summary>
    public static bool LooksLike(string text)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return end > 0 && text[end] is '-' or ':';
    }

    /// <summary>True for a complete date, behind which a blank and a time may follow.</summary>
    public static bool IsDate(string text) => text.Length == DateLength && text[4] == '-' && text[7] == '-' && LooksLike(text);

    public TomlDateTime Read()
    {
        if (text.AsSpan().IndexOfAny('-', ':') is var first && text[first] == ':')
        {
            ReadTime();
            return Complete(TomlDateTimeKind.LocalTime, text);
        }

        ReadDate();
        if (_index == text.Length)
            return Complete(TomlDateTimeKind.LocalDate, text);
        if (text[_index++] is not ('T' or 't' or ' '))
            throw Fault("has no `T` between date and time", "Write `1979-05-27T07:32:00`.");
        ReadTime();
        var kind = _index == text.Length ? TomlDateTimeKind.LocalDateTime : TomlDateTimeKind.OffsetDateTime;
        if (kind == TomlDateTimeKind.OffsetDateTime)
            ReadOffset();
        return Complete(kind, $"{text[..DateLength]}T{text[(DateLength + 1)..].Replace('z', 'Z')}");
    }

    private TomlDateTime Complete(TomlDateTimeKind kind, string normalised)
    {
        if (_index == text.Length)
            return new TomlDateTime(kind, normalised, span);
        throw kind == TomlDateTimeKind.LocalTime && text[_index] is 'Z' or 'z' or '+' or '-'
            ? Fault("has an offset and no date", "Put the date before it, or remove the offset.")
            : Fault($"has {Excerpt.Of(text[_index..])} after its end", "Remove it; a string needs quotes.");
    }

    private void ReadDate()
    {
        var year = ReadField("year", digits: 4, 0, 9999);
        Skip('-', "the year");
        var month = ReadField("month", digits: 2, 1, 12);
        Skip('-', "the month");
        var days = month switch
        {
            4 or 6 or 9 or 11 => 30,
            2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
            _ => 31,
        };
        ReadField("day", digits: 2, 1, days);
    }

    private void ReadTime()
    {
        ReadField("hour", digits: 2, 0, 23);
        Skip(':', "the hour");
        ReadField("minute", digits: 2, 0, 59);
        if (_index == text.Length || text[_index] != ':')
            throw Fault("has no seconds, which only TOML 1.1 allows", "Write the seconds: `07:32:00`.");
        _index++;

        // RFC 3339 section 5.7: 60 is a leap second; when there were some is not the grammar's matter.
        ReadField("second", digits: 2, 0, 60);
        if (_index == text.Length || text[_index] != '.')
            return;
        var start = ++_index;
        while (_index < text.Length && char.IsAsciiDigit(text[_index]))
            _index++;
        if (_index == start)
            throw Fault("has no digit after the point", "Write a fraction of a second as in `07:32:00.5`.");
    }

    private void ReadOffset()
    {
        if (text[_index] is 'Z' or 'z')
        {
            _index++;
        }
        else if (text[_index] is '+' or '-')
        {
            _index++;
            ReadField("hour of the offset", digits: 2, 0, 23);
            Skip(':', "the hour of the offset");
            ReadField("minute of the offset", digits: 2, 0, 59);
        }
    }

    private int ReadField(string name, int digits, int least, int most)
    {
        var start = _index;
        var value = 0;
        for (; _index < text.Length && char.IsAsciiDigit(text[_index]) && _index - start <= digits; _index++)
            value = (value * 10) + (text[_index] - '0');
        if (_index - start != digits)
            throw Fault($"needs {digits} digits for the {name}", FormatHint);
        return value >= least && value <= most
            ? value
            : throw Fault($"has the {name} {value}", $"The {name} goes from {least} to {most} here.");
    }

    private void Skip(char expected, string after)
    {
        if (_index == text.Length || text[_index] != expected)
            throw Fault($"needs `{expected}` after {after}", FormatHint);
        _index++;
    }

    private TomlFault Fault(string problem, string hint) => new(span, $"{Excerpt.Of(text)} {problem}", hint);
}
