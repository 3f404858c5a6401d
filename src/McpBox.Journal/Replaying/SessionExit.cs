using System.Buffers;
using System.Text.Json;

namespace McpBox.Journal.Replaying;

/// <summary>The <c>exit</c> of a journal, as far as it can be the same twice.</summary>
internal static class SessionExit
{
    /// <summary>The server's code or signal and whether it ran out of memory; null when it does not say, and when the session was interrupted.</summary>
    /// <param name="data">The event's JSON.</param>
    public static byte[]? Of(byte[] data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            return json.RootElement.ValueKind == JsonValueKind.Object && !Says(json.RootElement, "interrupted") ? Write(json.RootElement) : null;
        }
        catch (JsonException)
        {
            // Not as we write it, or not there: nothing to compare.
            return null;
        }
    }

    private static bool Says(JsonElement exit, string end) => exit.TryGetProperty("end", out var said) && said.ValueKind == JsonValueKind.String && said.ValueEquals(end);

    // Who was first to end it, client or server, is a matter of chance.
    private static byte[] Write(JsonElement exit)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in exit.EnumerateObject().Where(static member => member.Name != "end"))
                member.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
