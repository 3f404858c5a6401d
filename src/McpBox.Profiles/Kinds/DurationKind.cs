using System.Globalization;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A string of digits and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
internal sealed class DurationKind(TimeSpan max) : Kind<TimeSpan>
{
    private const string Example = "a duration such as \"2s\", \"500ms\" or \"1m\"";

    public override string Text => $"duration, 0s to {Show(max)}";

    public override bool TryRead(TomlValue value, string key, Document document, out TimeSpan result)
    {
        result = default;
        if (value is not TomlString text)
        {
            document.AddWrongType(value, key, Example);
            return false;
        }

        if (Parse(text.Value) is not { } milliseconds)
        {
            document.Add(value.Span, Codes.OutOfRange, $"{key} = \"{text.Value}\" is not a duration", $"write {Example}");
            return false;
        }

        if (milliseconds > max.TotalMilliseconds)
        {
            document.Add(value.Span, Codes.OutOfRange, $"{key} = \"{text.Value}\" is out of range", $"from 0s to {Show(max)} is possible");
            return false;
        }

        result = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    public override string Write(TimeSpan value) => $"\"{Show(value)}\"";

    private static string Show(TimeSpan value) =>
        value > TimeSpan.Zero && value.Ticks % TimeSpan.TicksPerDay == 0 ? $"{(long)value.TotalDays}d" :
        value.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{(long)value.TotalSeconds}s" : $"{(long)value.TotalMilliseconds}ms";

    /// <summary>Milliseconds; null for anything that is not digits and a unit.</summary>
    private static long? Parse(string text)
    {
        var (digits, factor) = text switch
        {
            [.. var rest, 'm', 's'] => (rest, 1L),
            [.. var rest, 's'] => (rest, 1000L),
            [.. var rest, 'm'] => (rest, 60_000L),
            [.. var rest, 'h'] => (rest, 3_600_000L),
            [.. var rest, 'd'] => (rest, 86_400_000L),
            _ => ("", 0L),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count * factor : null;
    }
}
