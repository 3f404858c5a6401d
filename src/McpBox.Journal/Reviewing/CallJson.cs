using System.Text;
using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>A call as one JSON object. What is not known is left out.</summary>
public static class CallJson
{
    /// <summary>Writes the members of the object; its braces are the caller's.</summary>
    public static void Write(Utf8JsonWriter json, JournalCall call)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(call);
        json.WriteString("session"u8, call.Session.Session);
        json.WriteString("server"u8, call.Session.Server);
        json.WriteString("dir"u8, call.Direction == JournalDirection.ClientToServer ? "c2s" : "s2c");
        json.WriteNumber("seq"u8, call.RequestSequence);
        json.Number("response_seq", call.ResponseSequence);
        if (IsToken(call.Id))
        {
            json.WritePropertyName("id"u8);
            json.WriteRawValue(call.Id);
        }

        json.Text("method", call.Method.Length > 0 ? call.Method : null);
        json.Text("tool", call.Tool);
        WriteWho(json, call);
        if (call.Start is { } start)
            json.WriteString("start"u8, RecordTime.Text(start));
        json.Number("latency_us", call.LatencyMicroseconds);
        json.WriteString("outcome"u8, Word(call.Outcome));
        json.Number("request_bytes", call.RequestBytes);
        json.Number("response_bytes", call.ResponseBytes);
        json.Text("arguments_sha256", call.ArgumentsHash);
        json.Text("result_sha256", call.ResultHash);
        json.WriteString("verdict"u8, call.Verdict);
        json.Text("rule", call.Rule);
        if (call.ErrorCode is { } code && IsToken(code))
        {
            json.WritePropertyName("error_code"u8);
            json.WriteRawValue(code);
        }

        json.Text("error_message", call.ErrorMessage);
        if (call.Downstream is { } downstream)
        {
            json.WritePropertyName("downstream"u8);
            DownstreamJson.Write(json, downstream);
        }
    }

    /// <summary>An outcome as commands print it and take it; part of the output's contract.</summary>
    public static string Word(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Ok => "ok",
        CallOutcome.Error => "error",
        CallOutcome.Denied => "denied",
        CallOutcome.Unanswered => "unanswered",
        CallOutcome.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static void WriteWho(Utf8JsonWriter json, JournalCall call)
    {
        if (call.Client is { } client)
        {
            json.WriteString("client"u8, client.Name);
            json.Text("client_version", client.Version);
        }

        json.Text("client_process", call.Session.ClientProcess);
        json.Text("user", call.Session.User);
        json.Number("uid", call.Session.UserId ?? -1);
        json.Text("host", call.Session.Host);
    }

    // An id comes from a peer, through a file that anybody may have edited: only what is one JSON value by itself is copied as it is.
    private static bool IsToken(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
