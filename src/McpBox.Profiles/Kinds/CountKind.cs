using System.Globalization;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>An integer within a range.</summary>
internal sealed class CountKind(int min, int max) : Kind<int>
{
    public override string Text => $"integer, {min} to {max}";

    public override bool TryRead(TomlValue value, string key, Document document, out int result)
    {
        result = 0;
        if (value is not TomlInteger integer)
        {
            document.AddWrongType(value, key, "an integer");
            return false;
        }

        if (integer.Value < min || integer.Value > max)
        {
            document.Add(value.Span, Codes.OutOfRange, $"{key} = {integer.Value} is out of range", $"from {min} to {max} is possible");
            return false;
        }

        result = (int)integer.Value;
        return true;
    }

    public override string Write(int value) => value.ToString(CultureInfo.InvariantCulture);
}
