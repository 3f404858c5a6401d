using System.Text.Json;

namespace McpBox.Packages.Npm;

/// <summary>Strangers' JSON, in which anything may be of any kind.</summary>
internal static class NpmJson
{
    public static JsonElement? Object(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool IsTrue(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>npm writes a reason, some registries <c>true</c>; empty or false takes it back.</summary>
    public static string? Deprecation(JsonElement manifest) =>
        IsTrue(manifest, "deprecated") ? "no reason is given" : Text(manifest, "deprecated") is { Length: > 0 } reason ? reason : null;

    /// <summary>The same value with the keys of every object in order, so that it is written in one way.</summary>
    public static void WriteSorted(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                WriteSorted(writer, item);
            writer.WriteEndArray();
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var pair in value.EnumerateObject().OrderBy(static pair => pair.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(pair.Name);
                WriteSorted(writer, pair.Value);
            }

            writer.WriteEndObject();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
