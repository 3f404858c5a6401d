using System.Buffers;
using System.Text;
using System.Text.Json;

namespace McpBox.Cli.Log;

/// <summary>One JSON object on one line; everything outside ASCII is escaped, so it is harmless on a terminal too.</summary>
internal static class JsonLine
{
    public static string Of(Action<Utf8JsonWriter> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(bytes.WrittenSpan);
    }
}
