using System.Text.Json;

namespace McpBox.Engines.Docker.Translation.ReadingBack;

/// <summary>When what a daemon says of a container is what it was told. Nothing, empty, zero and false are one: daemons write each for another.</summary>
internal static class JsonSameness
{
    /// <summary>Objects have the same names but for empty values, lists the same items in the same order.</summary>
    public static bool Same(JsonElement asked, JsonElement found)
    {
        if (IsEmpty(asked) || IsEmpty(found))
            return IsEmpty(asked) && IsEmpty(found);
        if (asked.ValueKind != found.ValueKind)
            return false;
        return asked.ValueKind switch
        {
            JsonValueKind.Object => SameObject(asked, found),
            JsonValueKind.Array => asked.GetArrayLength() == found.GetArrayLength() && asked.EnumerateArray().Zip(found.EnumerateArray()).All(static pair => Same(pair.First, pair.Second)),
            JsonValueKind.String => asked.GetString() == found.GetString(),
            JsonValueKind.Number => asked.TryGetDecimal(out var one) && found.TryGetDecimal(out var other) && one == other,
            _ => true,
        };
    }

    public static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Number => value.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(static property => IsEmpty(property.Value)),
        _ => false,
    };

    /// <summary>A property, or a value that counts as empty.</summary>
    public static JsonElement Get(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The items of a list of texts; none where it is none.</summary>
    public static string[] Texts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(static item => item.GetString() ?? "")] : [];

    private static bool SameObject(JsonElement asked, JsonElement found) =>
        asked.EnumerateObject().All(property => Same(property.Value, Get(found, property.Name)))
        && found.EnumerateObject().All(property => IsEmpty(property.Value) || !IsEmpty(Get(asked, property.Name)));
}
