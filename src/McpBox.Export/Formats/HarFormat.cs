using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Export.Formats;

/// <summary>
/// HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec): one entry a call, as if each had been a POST. What HTTP has no place for
/// stands in <c>_mcp</c>; the specification lets names with an underscore be custom.
/// </summary>
internal sealed class HarFormat(Stream output, string version) : ICallSink
{
    private const int CommentBytes = 4096;

    private readonly JsonSteps _json = new(output);
    private bool _begun;
    private bool _any;

    public long Rejected => 0;

    public string? Rejection => null;

    public void Add(ExportedCall call)
    {
        Begin();
        if (_any)
            _json.Raw(",\n"u8);
        _any = true;
        _json.Value(json => Entry(json, call));
    }

    // The document is not complete before its end, but what there is can be handed on.
    public void Flush() => _json.Flush();

    public void Complete()
    {
        Begin();
        _json.Raw("\n]}}\n"u8);
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void Begin()
    {
        if (_begun)
            return;
        _begun = true;
        _json.Raw("{\"log\":{\"version\":\"1.2\",\"creator\":"u8);
        _json.Value(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", "mcpbox");
            json.WriteString("version", version);
            json.WriteEndObject();
        });
        _json.Raw(",\"entries\":[\n"u8);
    }

    private static void Entry(Utf8JsonWriter json, ExportedCall call)
    {
        var milliseconds = ExportTime.Milliseconds(call.Latency);
        json.WriteStartObject();
        json.WriteString("startedDateTime", ExportTime.Rfc3339(call.Start));
        json.WriteNumber("time", milliseconds);
        Request(json, call);
        Response(json, call);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        json.WriteStartObject("timings");
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", milliseconds);
        json.WriteNumber("receive", 0);
        json.WriteEndObject();
        Comment(json, call.Downstream);
        Facts(json, call);
        json.WriteEndObject();
    }

    // Viewers show it; a list that is too long for that is whole in _mcp.
    private static void Comment(Utf8JsonWriter json, ExportedDownstream? downstream)
    {
        if (downstream is null)
            return;
        var parts = new[] { (Word: "reached", Places: downstream.Reached), (Word: "refused", Places: downstream.Refused) };
        json.WriteString("comment", ExportText.Cut(string.Join("; ", parts.Where(static part => part.Places.Length > 0).Select(static part => $"{part.Word} {part.Places}")), CommentBytes));
    }

    private static void Request(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("request");
        json.WriteString("method", "POST");
        json.WriteString("url", PseudoUrl.Of(call));
        Message(json);
        json.WriteStartArray("queryString");
        json.WriteEndArray();
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", call.RequestBytes);
        if (call.Request is { } body)
        {
            json.WriteStartObject("postData");
            json.WriteString("mimeType", "application/json");
            json.WriteString("text", body);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Response(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("response");
        json.WriteNumber("status", Status(call));
        json.WriteString("statusText", OutcomeWord.Of(call));
        Message(json);
        json.WriteStartObject("content");
        json.WriteNumber("size", Math.Max(0, call.ResponseBytes));
        json.WriteString("mimeType", "application/json");
        json.Text("text", call.Response);
        json.WriteEndObject();
        json.WriteString("redirectURL", "");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", call.ResponseBytes);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json)
    {
        json.WriteString("httpVersion", "JSON-RPC/2.0");
        json.WriteStartArray("cookies");
        json.WriteEndArray();
        json.WriteStartArray("headers");
        json.WriteEndArray();
    }

    // What viewers paint: a status of the same colour. 0 is what browsers record where there was no answer.
    private static int Status(ExportedCall call) => call.Outcome switch
    {
        CallOutcome.Ok => 200,
        CallOutcome.Denied => 403,
        CallOutcome.Error => call.IsToolError ? 422 : 500,
        _ => 0,
    };

    private static void Facts(Utf8JsonWriter json, ExportedCall call)
    {
        json.WriteStartObject("_mcp");
        json.WriteString("session", call.Session);
        json.WriteNumber("seq", call.Sequence);
        json.WriteString("server", call.Server);
        json.Text("profile", call.Profile);
        json.Text("client", call.Client);
        json.Text("client_version", call.ClientVersion);
        json.Text("user", call.User);
        json.Text("host", call.Host);
        json.WriteString("direction", call.FromClient ? "c2s" : "s2c");
        json.Text("request_id", call.RequestId);
        json.Text("method", call.Method);
        json.Text("tool", call.Tool);
        json.WriteString("outcome", OutcomeWord.Of(call));
        json.Text("verdict", call.Verdict);
        json.Text("rule", call.Rule);
        if (call.ErrorCode is { } code)
            json.WriteNumber("error_code", code);
        json.Text("error_message", call.ErrorMessage);
        json.Text("arguments_sha256", call.ArgumentsSha256);
        json.Text("result_sha256", call.ResultSha256);
        json.Downstream(call.Downstream);
        json.WriteEndObject();
    }
}
