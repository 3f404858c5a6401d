using System.Text.Json;

namespace McpBox.Export.Formats;

/// <summary>Fields that are left out when they say nothing.</summary>
internal static class JsonFields
{
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    /// <param name="value">Left out when negative.</param>
    public static void Known(this Utf8JsonWriter json, string name, long value)
    {
        if (value >= 0)
            json.WriteNumber(name, value);
    }
}
