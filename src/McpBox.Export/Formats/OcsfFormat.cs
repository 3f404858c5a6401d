using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Export.Formats;

/// <summary>
/// Open Cybersecurity Schema Framework 1.3.0, class API Activity (https://github.com/ocsf/ocsf-schema, tag 1.3.0, events/application/api.json):
/// one JSON object a line. What a method does to data, MCP does not say: every activity is 99, Other, with the method as its name,
/// but for those whose names say that they read.
/// </summary>
internal sealed class OcsfFormat(Stream output, string version) : ICallSink
{
    private const int Category = 6;
    private const int Class = 6003;
    private const int Read = 2;
    private const int Other = 99;

    private readonly JsonSteps _json = new(output);

    public long Rejected => 0;

    public string? Rejection => null;

    public void Add(ExportedCall call)
    {
        _json.Value(json => Event(json, call));
        _json.Raw("\n"u8);
    }

    public void Flush() => _json.Flush();

    public void Complete() => _json.Flush();

    public void Dispose() => _json.Dispose();

    private void Event(Utf8JsonWriter json, ExportedCall call)
    {
        var activity = IsRead(call.Method) ? Read : Other;
        json.WriteStartObject();
        json.WriteNumber("category_uid", Category);
        json.WriteString("category_name", "Application Activity");
        json.WriteNumber("class_uid", Class);
        json.WriteString("class_name", "API Activity");
        json.WriteNumber("activity_id", activity);
        json.WriteString("activity_name", activity == Read ? "Read" : call.Method ?? "Other");
        json.WriteNumber("type_uid", (Class * 100) + activity);
        json.WriteNumber("time", call.Start / 1_000_000);
        json.WriteNumber("start_time", call.Start / 1_000_000);
        if (call.Latency >= 0)
        {
            json.WriteNumber("end_time", call.End / 1_000_000);
            json.WriteNumber("duration", call.Latency / 1000);
        }

        Status(json, call);
        json.WriteString("message", CallSentence.Of(call));
        Metadata(json, call);
        Actor(json, call);
        Api(json, call);
        Endpoints(json, call);
        Unmapped(json, call);
        json.WriteEndObject();
    }

    // tools/call may do anything, so it is not among them.
    private static bool IsRead(string? method) =>
        method is not null && (method.EndsWith("/list", StringComparison.Ordinal) || method.EndsWith("/get", StringComparison.Ordinal) || method.EndsWith("/read", StringComparison.Ordinal));

    private static void Status(Utf8JsonWriter json, ExportedCall call)
    {
        // 1 Informational, 2 Low, 3 Medium: a refusal is what an analyst looks for.
        var severity = call.Outcome switch
        {
            CallOutcome.Ok => 1,
            CallOutcome.Denied => 3,
            _ => 2,
        };
        json.WriteNumber("severity_id", severity);
        json.WriteString("severity", severity == 1 ? "Informational" : severity == 2 ? "Low" : "Medium");
        var status = call.Outcome switch
        {
            CallOutcome.Ok => 1,
            CallOutcome.Error or CallOutcome.Denied => 2,
            _ => 0,
        };
        json.WriteNumber("status_id", status);
        json.WriteString("status", status == 1 ? "Success" : status == 2 ? "Failure" : "Unknown");
        json.WriteString("status_code", OutcomeWord.Of(call));
        json.Text("status_detail", call.ErrorMessage ?? call.Rule);
    }

    private void Metadata(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", "1.3.0");
        json.WriteString("uid", $"{call.Session}:{call.Sequence}");
        json.WriteString("correlation_uid", call.Session);
        json.WriteNumber("sequence", call.Sequence);
        json.WriteString("log_name", "journal");
        json.WriteString("log_provider", "mcpbox");
        json.WriteString("original_time", ExportTime.Rfc3339(call.Start));
        json.WriteStartObject("product");
        json.WriteString("name", "mcpbox");
        json.WriteString("vendor_name", "mcpbox");
        json.WriteString("version", call.Recorder ?? version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Actor(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("actor");
        json.WriteString("app_name", call.FromClient ? call.Client ?? "unknown" : call.Server);
        if (call.User is { } user)
        {
            json.WriteStartObject("user");
            json.WriteString("name", user);
            json.WriteNumber("type_id", 1);
            json.WriteEndObject();
        }

        json.WriteStartObject("session");
        json.WriteString("uid", call.Session);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Api(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("api");
        json.WriteString("operation", call.Target is { } target ? $"{call.Method} {target}" : call.Method ?? "unknown");
        json.WriteStartObject("service");
        json.WriteString("name", call.FromClient ? call.Server : call.Client ?? "unknown");
        json.WriteEndObject();
        json.Text("version", call.ProtocolVersion);
        json.WriteStartObject("request");
        json.WriteString("uid", call.RequestId ?? $"{call.Session}:{call.Sequence}");
        json.Text("data", call.Request);
        json.WriteEndObject();
        if (call.Outcome is CallOutcome.Ok or CallOutcome.Error or CallOutcome.Denied)
        {
            json.WriteStartObject("response");
            if (call.ErrorCode is { } code and >= int.MinValue and <= int.MaxValue)
                json.WriteNumber("code", (int)code);
            if (call.Outcome != CallOutcome.Ok)
                json.WriteString("error", OutcomeWord.Of(call));
            json.Text("error_message", call.ErrorMessage);
            json.Text("data", call.Response);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Endpoints(Utf8JsonWriter json, ExportedCall call)
    {
        var client = call.Client ?? "unknown";
        Endpoint(json, "src_endpoint", call.FromClient ? client : call.Server, call.Host);
        Endpoint(json, "dst_endpoint", call.FromClient ? call.Server : client, call.Host);
        if ((call.Target ?? call.ResourceUri) is not { } resource)
            return;
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.WriteString("name", resource);
        json.WriteString("type", call.Tool is not null ? "mcp tool" : call.Prompt is not null ? "mcp prompt" : "mcp resource");
        json.WriteString("namespace", call.Server);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Endpoint(Utf8JsonWriter json, string name, string service, string? host)
    {
        json.WriteStartObject(name);
        json.WriteString("svc_name", service);
        json.Text("hostname", host);
        json.WriteEndObject();
    }

    private static void Unmapped(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("unmapped");
        json.WriteString("direction", call.FromClient ? "c2s" : "s2c");
        json.Text("profile", call.Profile);
        json.Text("client_version", call.ClientVersion);
        json.Text("verdict", call.Verdict);
        json.Text("rule", call.Rule);
        json.Known("latency_us", call.Latency);
        json.Known("request_bytes", call.RequestBytes);
        json.Known("response_bytes", call.ResponseBytes);
        json.Text("arguments_sha256", call.ArgumentsSha256);
        json.Text("result_sha256", call.ResultSha256);
        json.Downstream(call.Downstream);
        json.WriteEndObject();
    }
}
