using System.Globalization;
using System.Text.Json;

namespace McpBox.Toml.Tests;

/// <summary>Compares a document with toml-test's tagged JSON: <c>{"type": "integer", "value": "1"}</c> for each scalar.</summary>
internal static class TaggedJson
{
    public static void Equal(JsonElement expected, TomlValue actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.Array)
            EqualArray(expected, Assert.IsType<TomlArray>(actual), path);
        else if (IsTagged(expected, actual))
            EqualScalar(expected.GetProperty("type").GetString()!, expected.GetProperty("value").GetString()!, actual, path);
        else
            EqualTable(expected, Assert.IsType<TomlTable>(actual), path);
    }

    /// <summary>A table of the document may itself have the keys "type" and "value", but then their values are objects.</summary>
    private static bool IsTagged(JsonElement expected, TomlValue actual) =>
        actual is not TomlTable && expected.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String;

    private static void EqualArray(JsonElement expected, TomlArray actual, string path)
    {
        Assert.True(expected.GetArrayLength() == actual.Items.Count, $"{path}: {actual.Items.Count} items");
        foreach (var (index, item) in expected.EnumerateArray().Index())
            Equal(item, actual.Items[index], $"{path}[{index}]");
    }

    private static void EqualTable(JsonElement expected, TomlTable actual, string path)
    {
        Assert.Equal(
            expected.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal),
            actual.Entries.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        foreach (var property in expected.EnumerateObject())
            Equal(property.Value, actual.Find(property.Name)!.Value, $"{path}.{property.Name}");
    }

    private static void EqualScalar(string type, string expected, TomlValue actual, string path)
    {
        var (actualType, isEqual) = actual switch
        {
            TomlString text => ("string", text.Value == expected),
            TomlInteger integer => ("integer", integer.Value == long.Parse(expected, CultureInfo.InvariantCulture)),
            TomlFloat number => ("float", number.Value.Equals(ParseFloat(expected))),
            TomlBoolean boolean => ("bool", boolean.Value == bool.Parse(expected)),
            TomlDateTime time => (TagOf(time.Kind), WithoutTrailingZeros(time.Text) == WithoutTrailingZeros(expected)),
            _ => (actual.TypeName, false),
        };
        Assert.True(type == actualType && isEqual, $"{path}: expected {type} {expected}, read {actual}");
    }

    private static string TagOf(TomlDateTimeKind kind) => kind switch
    {
        TomlDateTimeKind.OffsetDateTime => "datetime",
        TomlDateTimeKind.LocalDateTime => "datetime-local",
        TomlDateTimeKind.LocalDate => "date-local",
        _ => "time-local",
    };

    private static double ParseFloat(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>The suite prints fractions with three digits; the reader keeps them as written.</summary>
    private static string WithoutTrailingZeros(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
            return text;
        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return string.Concat(text[..end].TrimEnd('0').TrimEnd('.'), text[end..]);
    }
}
