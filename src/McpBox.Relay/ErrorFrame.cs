using System.Buffers;
using System.Text.Json;

namespace McpBox.Relay;

/// <summary>A JSON-RPC error response of mcpbox's own (https://www.jsonrpc.org/specification#error_object).</summary>
public static class ErrorFrame
{
    /// <summary>The first of the codes that JSON-RPC leaves to implementations; MCP's SDKs use it for a closed connection.</summary>
    public const int JsonRpcCode = -32000;

    /// <param name="id">The raw JSON token of the request's id; empty for <c>null</c>.</param>
    /// <param name="code">Stable <c>MBnnnn</c> code.</param>
    /// <param name="message">For people, one line.</param>
    /// <param name="detail">Goes into <c>error.data.detail</c>; null or empty leaves it out.</param>
    /// <returns>One line with its line feed.</returns>
    public static byte[] Build(ReadOnlySpan<byte> id, string code, string message, string? detail)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc"u8, "2.0"u8);
            json.WritePropertyName("id"u8);
            json.WriteRawValue(id.IsEmpty ? "null"u8 : id, skipInputValidation: true);
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, JsonRpcCode);
            json.WriteString("message"u8, $"mcpbox {code}: {message}");
            json.WriteStartObject("data"u8);
            json.WriteString("code"u8, code);
            if (!string.IsNullOrEmpty(detail))
            {
                json.WriteString("detail"u8, detail);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
