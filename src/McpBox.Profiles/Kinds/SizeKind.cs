using System.Globalization;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>Bytes: an integer, or a string of digits and KiB, MiB, GiB or TiB.</summary>
internal sealed class SizeKind(long min, long max) : Kind<long>
{
    private const string Example = "a size such as \"64MiB\", or an integer of bytes";
    private static readonly (string Suffix, int Shift)[] Units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];

    public override string Text => $"size, {Show(min)} to {Show(max)}";

    public override bool TryRead(TomlValue value, string key, Document document, out long result)
    {
        result = 0;
        switch (value)
        {
            case TomlInteger integer:
                result = integer.Value;
                break;
            case TomlString text when Parse(text.Value) is { } size:
                result = size;
                break;
            case TomlString text:
                document.Add(value.Span, Codes.OutOfRange, $"{key} = \"{text.Value}\" is not a size", Suggest(text.Value));
                return false;
            default:
                document.AddWrongType(value, key, Example);
                return false;
        }

        if (result >= min && result <= max)
        {
            return true;
        }

        document.Add(
            value.Span, Codes.OutOfRange, $"{key} = {Write(result)} is out of range", $"from {Show(min)} to {Show(max)} is possible");
        return false;
    }

    public override string Write(long value) =>
        Unit(value) is (var suffix, var shift) ? $"\"{value >> shift}{suffix}\"" : value.ToString(CultureInfo.InvariantCulture);

    private static string Show(long value) =>
        Unit(value) is (var suffix, var shift) ? $"{value >> shift}{suffix}" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The largest unit that divides it without a rest.</summary>
    private static (string Suffix, int Shift)? Unit(long value)
    {
        foreach (var unit in Units)
        {
            if (value > 0 && value >> unit.Shift << unit.Shift == value)
            {
                return unit;
            }
        }

        return null;
    }

    private static long? Parse(string text)
    {
        foreach (var (suffix, shift) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return long.TryParse(text[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    && count <= long.MaxValue >> shift
                        ? count << shift
                        : null;
            }
        }

        return null;
    }

    /// <summary>64M, 64MB, 64 MiB and 64mib are what people write first.</summary>
    private static string Suggest(string text)
    {
        var digits = new string([.. text.TakeWhile(char.IsAsciiDigit)]);
        var letter = char.ToUpperInvariant(text[digits.Length..].TrimStart().FirstOrDefault());
        return digits.Length is > 0 and < 10 && letter is ('K' or 'M' or 'G' or 'T')
            ? $"sizes are binary: write \"{digits}{letter}iB\""
            : $"write {Example}";
    }
}
