using System.Text.Json;

namespace McpBox.Export.Formats;

/// <summary>What a server reached and was refused, in the custom part of a format.</summary>
internal static class DownstreamObject
{
    /// <summary>The member <c>downstream</c>; nothing where there was nothing.</summary>
    public static void Downstream(this Utf8JsonWriter json, ExportedDownstream? downstream)
    {
        if (downstream is null)
            return;
        json.WriteStartObject("downstream");
        json.WriteNumber("connection_count", downstream.ConnectionCount);
        json.WriteNumber("refusal_count", downstream.RefusalCount);
        json.WriteStartArray("connections");
        foreach (var connection in downstream.Connections)
        {
            json.WriteStartObject();
            json.WriteString("host", connection.Host);
            json.Known("port", connection.Port);
            json.Text("address", connection.Address);
            json.Text("rule", connection.Rule);
            json.Known("sent", connection.Sent);
            json.Known("received", connection.Received);
            json.Known("duration_us", connection.Duration);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("refusals");
        foreach (var refusal in downstream.Refusals)
        {
            json.WriteStartObject();
            json.WriteString("host", refusal.Host);
            json.Known("port", refusal.Port);
            json.WriteString("code", refusal.Code);
            json.WriteNumber("count", refusal.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
