using System.Globalization;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>An integer or a float within a range; neither infinite nor not a number.</summary>
internal sealed class NumberKind(double min, double max) : Kind<double>
{
    public override string Text => $"number, {min} to {max}";

    public override bool TryRead(TomlValue value, string key, Document document, out double result)
    {
        (var isNumber, result) = value switch
        {
            TomlInteger integer => (true, integer.Value),
            TomlFloat number => (true, number.Value),
            _ => (false, 0d),
        };
        if (!isNumber)
        {
            document.AddWrongType(value, key, "a number");
            return false;
        }

        // Written this way round, so that NaN fails as well.
        if (!(result >= min && result <= max))
        {
            document.Add(value.Span, Codes.OutOfRange, $"{key} = {result} is out of range", $"from {min} to {max} is possible");
            return false;
        }

        return true;
    }

    public override string Write(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
