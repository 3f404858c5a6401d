using System.Globalization;

namespace McpBox.Toml;

/// <summary>Reads integers and floats from their whole word (specification sections "Integer" and "Float").</summary>
internal sealed class Numbers(string text, TomlSpan span)
{
    private int _index;

    public static bool LooksLike(string text) =>
        char.IsAsciiDigit(text[0]) || text[0] == '.' || (text[0] is '+' or '-' && text.Length > 1);

    public TomlValue Read()
    {
        var hasSign = text[0] is '+' or '-';
        _index = hasSign ? 1 : 0;
        switch (text[_index..])
        {
            case "inf":
                return new TomlFloat(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity, span);
            case "nan":
                return new TomlFloat(double.NaN, span);
            case ['0', 'x' or 'X' or 'o' or 'O' or 'b' or 'B', ..]:
                return ReadRadix(hasSign);
            default:
                return ReadDecimal();
        }
    }

    private TomlValue ReadDecimal()
    {
        var start = _index;
        SkipDigits(char.IsAsciiDigit, "at the start");
        if (_index - start > 1 && text[start] == '0')
            throw Fault("has a leading zero", "Remove the leading zeros; octal is `0o17`, and a string needs quotes.");
        if (_index == text.Length)
            return ReadInteger();

        if (TrySkip('.'))
            SkipDigits(char.IsAsciiDigit, "after the point");
        if (TrySkip('e') || TrySkip('E'))
        {
            if (!TrySkip('+'))
                TrySkip('-');
            SkipDigits(char.IsAsciiDigit, "in the exponent");
        }

        return _index == text.Length ? ReadFloat() : throw NotANumber();
    }

    private TomlInteger ReadInteger() =>
        long.TryParse(WithoutUnderscores(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new TomlInteger(value, span)
            : throw OutOfRange();

    private TomlFloat ReadFloat()
    {
        var value = double.Parse(WithoutUnderscores(), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new TomlFloat(value, span)
            : throw Fault("does not fit in a 64-bit float", "Use a number up to about 1.8e308; infinity is `inf`.");
    }

    private TomlInteger ReadRadix(bool hasSign)
    {
        if (hasSign)
            throw Fault("has a sign", "Hexadecimal, octal and binary integers have none; write a negative number in decimal.");
        var (radix, isDigit) = text[1] switch
        {
            'x' => (16, (Func<char, bool>)char.IsAsciiHexDigit),
            'o' => (8, c => c is >= '0' and <= '7'),
            'b' => (2, c => c is '0' or '1'),
            _ => throw Fault("has its prefix in upper case", $"Write `0{char.ToLowerInvariant(text[1])}`."),
        };
        _index = 2;
        SkipDigits(isDigit, "after the prefix");
        if (_index < text.Length)
            throw NotANumber();

        long value = 0;
        foreach (var c in text.AsSpan(2))
        {
            if (c == '_')
                continue;
            var digit = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

            // The radix is a power of two: if there is room for one more digit, there is room for each.
            value = value <= long.MaxValue / radix ? (value * radix) + digit : throw OutOfRange();
        }

        return new TomlInteger(value, span);
    }

    /// <summary>Skips one or more digits with single underscores between them.</summary>
    private void SkipDigits(Func<char, bool> isDigit, string place)
    {
        var start = _index;
        while (_index < text.Length && (isDigit(text[_index]) || text[_index] == '_'))
        {
            var isBetween = _index > start && isDigit(text[_index - 1]) && _index + 1 < text.Length && isDigit(text[_index + 1]);
            if (text[_index] == '_' && !isBetween)
                throw Fault("has a misplaced underscore", "An underscore stands between two digits, as in `1_000`.");
            _index++;
        }

        if (_index > start)
            return;
        throw _index == text.Length || text[_index] is '.' or 'e' or 'E'
            ? Fault($"has no digit {place}",
                "Write a digit on each side of the point and after `e`, `0x`, `0o`, `0b`; a string needs quotes.")
            : NotANumber();
    }

    private bool TrySkip(char expected)
    {
        if (_index == text.Length || text[_index] != expected)
            return false;
        _index++;
        return true;
    }

    private string WithoutUnderscores() => text.Replace("_", "", StringComparison.Ordinal);

    private TomlFault NotANumber() => Fault("is not a number", BareValues.QuoteHint(text));

    private TomlFault OutOfRange() => Fault("does not fit in a 64-bit integer", $"Use {long.MinValue} to {long.MaxValue}, or a string.");

    private TomlFault Fault(string problem, string hint) => new(span, $"{Excerpt.Of(text)} {problem}", hint);
}
