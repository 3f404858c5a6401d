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
        Number(json, "n", connection.Number);
        json.WriteString("host"u8, connection.Host);
        Number(json, "port", connection.Port);
        Text(json, "address", connection.Address);
        Text(json, "rule", connection.Rule);
        Text(json, "named", connection.Named);
        Number(json, "sent", connection.Sent);
        Number(json, "received", connection.Received);
        Number(json, "duration_us", connection.DurationMicroseconds);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DownstreamRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteString("host"u8, refusal.Host);
        Number(json, "port", refusal.Port);
        json.WriteString("code"u8, refusal.Code);
        json.WriteNumber("count"u8, refusal.Count);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, long value)
    {
        if (value >= 0)
            json.WriteNumber(name, value);
    }
}
