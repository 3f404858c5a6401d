using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>Members of an object that are left out where nothing is known.</summary>
internal static class KnownMembers
{
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    /// <summary>A number that is not known is below 0.</summary>
    public static void Number(this Utf8JsonWriter json, string name, long value)
    {
        if (value >= 0)
            json.WriteNumber(name, value);
    }
}
