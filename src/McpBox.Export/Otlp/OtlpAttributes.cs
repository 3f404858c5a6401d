using System.Globalization;
using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Export.Otlp;

/// <summary>
/// What is said of a call, by OpenTelemetry's conventions for MCP (https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp, status Development), and under
/// <c>mcpbox.</c> what they have no name for.
/// </summary>
internal static class OtlpAttributes
{
    private const int BodyBytes = 64 * 1024;

    /// <summary>The <c>attributes</c> of a span or log record.</summary>
    public static void OfCall(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartArray("attributes"u8);
        Text(json, "mcp.method.name", call.Method ?? "_OTHER");
        Text(json, "mcp.session.id", call.Session);
        Text(json, "mcp.protocol.version", call.ProtocolVersion);
        Text(json, "mcp.resource.uri", call.ResourceUri);
        Text(json, "jsonrpc.request.id", call.RequestId);
        Text(json, "gen_ai.tool.name", call.Tool);
        Text(json, "gen_ai.prompt.name", call.Prompt);
        Text(json, "gen_ai.operation.name", call.Method == "tools/call" ? "execute_tool" : null);
        Text(json, "network.transport", "pipe");
        Text(json, "rpc.response.status_code", call.ErrorCode?.ToString(CultureInfo.InvariantCulture));
        Text(json, "error.type", ErrorType(call));
        Text(json, "user.name", call.User);
        Own(json, call);
        json.WriteEndArray();
    }

    /// <summary>The <c>attributes</c> of the resource: the server as it was run in that session.</summary>
    public static void OfResource(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartArray("attributes"u8);
        Text(json, "service.name", call.Server);
        Text(json, "service.instance.id", call.Session);
        Text(json, "host.name", call.Host);
        Text(json, "mcpbox.profile", call.Profile);
        Text(json, "mcpbox.version", call.Recorder);
        json.WriteEndArray();
    }

    /// <summary>Null for a call that did not fail. The convention asks for the JSON-RPC error's code, or <c>tool_error</c>.</summary>
    public static string? ErrorType(ExportedCall call) => call.Outcome switch
    {
        CallOutcome.Ok => null,
        CallOutcome.Error when !call.IsToolError => call.ErrorCode?.ToString(CultureInfo.InvariantCulture) ?? "_OTHER",
        _ => OutcomeWord.Of(call),
    };

    /// <summary>One attribute; nothing for null.</summary>
    public static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is null)
            return;
        Begin(json, key);
        json.WriteString("stringValue"u8, value);
        End(json);
    }

    /// <summary>The same; nothing for a negative number, which is one that is not known. int64 is a string in proto3's JSON: a number of JavaScript's would lose digits.</summary>
    public static void Number(Utf8JsonWriter json, string key, long value)
    {
        if (value < 0)
            return;
        Begin(json, key);
        json.WriteString("intValue"u8, value.ToString(CultureInfo.InvariantCulture));
        End(json);
    }

    private static void Own(Utf8JsonWriter json, ExportedCall call)
    {
        Number(json, "mcpbox.seq", call.Sequence);
        Text(json, "mcpbox.client.name", call.Client);
        Text(json, "mcpbox.client.version", call.ClientVersion);
        Text(json, "mcpbox.outcome", OutcomeWord.Of(call));
        Text(json, "mcpbox.verdict", call.Verdict);
        Text(json, "mcpbox.rule", call.Rule);
        Number(json, "mcpbox.request.size", call.RequestBytes);
        Number(json, "mcpbox.response.size", call.ResponseBytes);
        Text(json, "mcpbox.arguments.sha256", call.ArgumentsSha256);
        Text(json, "mcpbox.result.sha256", call.ResultSha256);
        Number(json, "mcpbox.connections", call.Downstream?.ConnectionCount ?? -1);
        Number(json, "mcpbox.refusals", call.Downstream?.RefusalCount ?? -1);
        Text(json, "mcpbox.request.body", call.Request is { } request ? ExportText.Cut(request, BodyBytes) : null);
        Text(json, "mcpbox.response.body", call.Response is { } response ? ExportText.Cut(response, BodyBytes) : null);
    }

    private static void Begin(Utf8JsonWriter json, string key)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteStartObject("value"u8);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
