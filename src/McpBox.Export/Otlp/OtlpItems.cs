using System.Globalization;
using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Export.Otlp;

/// <summary>
/// A call as a span and as a log record, in OTLP's JSON: proto3's mapping with hexadecimal ids and enums as numbers
/// (https://opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"; trace.proto and logs.proto, v1).
/// </summary>
internal static class OtlpItems
{
    private const int Server = 2;
    private const int Client = 3;
    private const int StatusError = 2;
    private const int NameBytes = 512;

    // Span.flags: bit 8 says that bit 9 is meant, bit 9 that the parent is in another process.
    private const int ParentIsRemote = 0x300;

    public static void Span(Utf8JsonWriter json, ExportedCall call)
    {
        var identity = TraceIdentity.Of(call);
        json.WriteStartObject();
        json.WriteString("traceId"u8, identity.TraceId);
        json.WriteString("spanId"u8, identity.SpanId);
        if (call.Parent is { } parent)
        {
            json.WriteString("parentSpanId"u8, parent.SpanId);
            if (parent.State is { } state)
                json.WriteString("traceState"u8, state);
            json.WriteNumber("flags"u8, ParentIsRemote | parent.Flags);
        }

        json.WriteString("name"u8, Name(call));

        // Seen from the server, whose span it is: it serves the client's requests, and is the client of its own.
        json.WriteNumber("kind"u8, call.FromClient ? Server : Client);
        json.WriteString("startTimeUnixNano"u8, Number(call.Start));
        json.WriteString("endTimeUnixNano"u8, Number(call.End));
        OtlpAttributes.OfCall(json, call);
        OtlpEvents.Of(json, call);
        if (OtlpAttributes.ErrorType(call) is not null)
        {
            json.WriteStartObject("status"u8);
            json.WriteNumber("code"u8, StatusError);
            if ((call.ErrorMessage ?? call.Rule) is { } message)
                json.WriteString("message"u8, message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void Log(Utf8JsonWriter json, ExportedCall call)
    {
        var identity = TraceIdentity.Of(call);
        var (number, text) = Severity(call.Outcome);
        json.WriteStartObject();
        json.WriteString("timeUnixNano"u8, Number(call.End));
        json.WriteString("observedTimeUnixNano"u8, Number(call.End));
        json.WriteNumber("severityNumber"u8, number);
        json.WriteString("severityText"u8, text);
        json.WriteString("eventName"u8, "mcpbox.call");
        json.WriteStartObject("body"u8);
        json.WriteString("stringValue"u8, CallSentence.Of(call));
        json.WriteEndObject();
        OtlpAttributes.OfCall(json, call);
        if (call.Parent is { } parent)
            json.WriteNumber("flags"u8, parent.Flags);
        json.WriteString("traceId"u8, identity.TraceId);
        json.WriteString("spanId"u8, identity.SpanId);
        json.WriteEndObject();
    }

    private static string Name(ExportedCall call)
    {
        var method = call.Method ?? "_OTHER";
        return ExportText.Cut(call.Target is { } target ? $"{method} {target}" : method, NameBytes);
    }

    /// <summary>SeverityNumber as the logs data model maps syslog's Informational, Notice and Warning (appendix B).</summary>
    private static (int Number, string Text) Severity(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Ok => (9, "INFO"),
        CallOutcome.Denied => (13, "WARN"),
        _ => (10, "NOTICE"),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
