using System.Globalization;
using System.Text.Json;

namespace McpBox.Export.Otlp;

/// <summary>
/// What a server reached and was refused, as events of its call's span. Names by OpenTelemetry's conventions for servers and networks
/// (https://opentelemetry.io/docs/specs/semconv/registry/attributes), under <c>mcpbox.</c> what they have no name for.
/// </summary>
internal static class OtlpEvents
{
    /// <summary>The <c>events</c> of a span; nothing where there are none.</summary>
    public static void Of(Utf8JsonWriter json, ExportedCall call)
    {
        if (call.Downstream is not { } downstream)
            return;
        json.WriteStartArray("events"u8);
        foreach (var connection in downstream.Connections)
        {
            Begin(json, "mcpbox.connect", connection.Time, call);
            OtlpAttributes.Text(json, "server.address", connection.Host);
            OtlpAttributes.Number(json, "server.port", connection.Port);
            OtlpAttributes.Text(json, "network.peer.address", connection.Address);
            OtlpAttributes.Text(json, "mcpbox.rule", connection.Rule);
            OtlpAttributes.Number(json, "mcpbox.sent.size", connection.Sent);
            OtlpAttributes.Number(json, "mcpbox.received.size", connection.Received);
            OtlpAttributes.Number(json, "mcpbox.duration_us", connection.Duration);
            End(json);
        }

        foreach (var refusal in downstream.Refusals)
        {
            Begin(json, "mcpbox.refuse", refusal.Time, call);
            OtlpAttributes.Text(json, "server.address", refusal.Host);
            OtlpAttributes.Number(json, "server.port", refusal.Port);
            OtlpAttributes.Text(json, "mcpbox.code", refusal.Code);
            OtlpAttributes.Number(json, "mcpbox.count", refusal.Count);
            End(json);
        }

        json.WriteEndArray();
        var dropped = downstream.ConnectionCount - downstream.Connections.Count + downstream.RefusalCount - downstream.Refusals.Sum(static refusal => refusal.Count);
        if (dropped > 0)
            json.WriteNumber("droppedEventsCount"u8, Math.Min(dropped, uint.MaxValue));
    }

    private static void Begin(Utf8JsonWriter json, string name, long time, ExportedCall call)
    {
        json.WriteStartObject();
        json.WriteString("timeUnixNano"u8, (time > 0 ? time : call.Start).ToString(CultureInfo.InvariantCulture));
        json.WriteString("name"u8, name);
        json.WriteStartArray("attributes"u8);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
