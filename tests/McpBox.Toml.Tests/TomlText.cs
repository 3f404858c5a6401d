using System.Globalization;
using System.Text;

namespace McpBox.Toml.Tests;

/// <summary>Writes scalars and keys in one of the ways that TOML has for them.</summary>
internal sealed class TomlText(Random random)
{
    public bool Flip() => random.Next(2) == 0;

    public string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];

    public string Blanks() => Pick("", "", " ", "\t", "  ");

    public string Key(string name)
    {
        var canBeBare = name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        if (canBeBare && random.Next(4) > 0)
            return name;
        return IsLiteral(name) && Flip() ? $"'{name}'" : Basic(name);
    }

    public string Scalar(TomlValue value) => value switch
    {
        TomlString text => String(text.Value),
        TomlInteger integer => Integer(integer.Value),
        TomlFloat number => Float(number.Value),
        TomlBoolean boolean => boolean.Value ? "true" : "false",
        TomlDateTime { Kind: TomlDateTimeKind.OffsetDateTime or TomlDateTimeKind.LocalDateTime } time =>
            time.Text.Replace("T", Pick("T", "t", " "), StringComparison.Ordinal).Replace("Z", Pick("Z", "z"), StringComparison.Ordinal),
        TomlDateTime time => time.Text,
        _ => throw new ArgumentException(value.TypeName, nameof(value)),
    };

    private string String(string value) => random.Next(4) switch
    {
        0 when IsLiteral(value) => $"'{value}'",
        1 when IsMultiLineLiteral(value) => $"'''{Pick("\n", "\r\n")}{value}'''",
        2 => MultiLineBasic(value),
        _ => Basic(value),
    };

    private string Basic(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
            text.Append(IsPlain(rune) && random.Next(16) > 0 ? rune.ToString() : Escape(rune));
        return text.Append('"').ToString();
    }

    private string MultiLineBasic(string value)
    {
        var text = new StringBuilder($"\"\"\"{Pick("\n", "\r\n")}");
        var afterQuote = false;
        foreach (var rune in value.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && random.Next(8) == 0)
                text.Append(Pick("\\\n", "\\ \t\r\n  \n\t"));
            var isQuote = rune.Value == '"' && !afterQuote;
            text.Append(isQuote || rune.Value == '\n' || IsPlain(rune) ? rune.ToString() : Escape(rune));
            afterQuote = isQuote;
        }

        return text.Append("\"\"\"").ToString();
    }

    private string Escape(Rune rune) => rune.Value switch
    {
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        '"' => "\\\"",
        '\\' => "\\\\",
        <= 0xFFFF when Flip() => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    private string Integer(long value)
    {
        if (value >= 0 && Flip())
        {
            return random.Next(3) switch
            {
                0 => "0x" + Separated(value.ToString(Pick("x", "X"), CultureInfo.InvariantCulture)),
                1 => "0o" + Separated(Convert.ToString(value, 8)),
                _ => "0b" + Separated(Convert.ToString(value, 2)),
            };
        }

        return value < 0
            ? "-" + Separated(value.ToString(CultureInfo.InvariantCulture)[1..])
            : Pick("", "+") + Separated(value.ToString(CultureInfo.InvariantCulture));
    }

    private string Float(double value)
    {
        if (double.IsNaN(value))
            return Pick("nan", "+nan", "-nan");
        if (double.IsInfinity(value))
            return value > 0 ? Pick("inf", "+inf") : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + Pick(".0", "e0", ".0_0E-0");
    }

    private string Separated(string digits)
    {
        var text = new StringBuilder();
        foreach (var digit in digits)
            text.Append(text.Length > 0 && random.Next(4) == 0 ? "_" : "").Append(digit);
        return text.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value is '\t' or (>= ' ' and not '"' and not '\\' and not '\x7F');

    private static bool IsLiteral(string value) => value.All(c => c is '\t' or (>= ' ' and not '\'' and not '\x7F'));

    private static bool IsMultiLineLiteral(string value) =>
        !value.Contains("'''", StringComparison.Ordinal)
        && value.Replace("\r\n", "\n", StringComparison.Ordinal).All(c => c is '\t' or '\n' or (>= ' ' and not '\x7F'));
}
