using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>The <c>downstream</c> of a call as JSON.</summary>
internal static class DownstreamJson
{
    /// <summary>Writes the object. What is not known is left out.</summary>
    public static void Write(Utf8JsonWriter json, CallDownstream downstream)
    {
        json.WriteStartObject();
        json.WriteStartArray("connections"u8);
        foreach (var connection in downstream.Connections)
            Write(json, connection);
        json.WriteEndArray();
        json.WriteStartArray("refusals"u8);
        foreach (var refusal in downstream.Refusals)
            Write(json, refusal);
        json.WriteEndArray();
        if (downstream.MoreConnections > 0)
            json.WriteNumber("more_connections"u8, downstream.MoreConnections);
        if (downstream.MoreRefusals > 0)
            json.WriteNumber("more_refusals"u8, downstream.MoreRefusals);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DownstreamConnection connection)
    {
        json.WriteStartObject();
        json.Number("n", connection.Number);
        json.WriteString("host"u8, connection.Host);
        json.Number("port", connection.Port);
        json.Text("address", connection.Address);
        json.Text("rule", connection.Rule);
        json.Text("named", connection.Named);
        json.Number("sent", connection.Sent);
        json.Number("received", connection.Received);
        json.Number("duration_us", connection.DurationMicroseconds);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DownstreamRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteString("host"u8, refusal.Host);
        json.Number("port", refusal.Port);
        json.WriteString("code"u8, refusal.Code);
        json.WriteNumber("count"u8, refusal.Count);
        json.WriteEndObject();
    }
}
