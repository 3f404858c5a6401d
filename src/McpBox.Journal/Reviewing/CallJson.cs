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
        Number(json, "response_seq", call.ResponseSequence);
        if (IsToken(call.Id))
        {
            json.WritePropertyName("id"u8);
            json.WriteRawValue(call.Id);
        }

        Text(json, "method", call.Method.Length > 0 ? call.Method : null);
        Text(json, "tool", call.Tool);
        WriteWho(json, call);
        if (call.Start is { } start)
            json.WriteString("start"u8, RecordTime.Text(start));
        Number(json, "latency_us", call.LatencyMicroseconds);
        json.WriteString("outcome"u8, Word(call.Outcome));
        Number(json, "request_bytes", call.RequestBytes);
        Number(json, "response_bytes", call.ResponseBytes);
        Text(json, "arguments_sha256", call.ArgumentsHash);
        Text(json, "result_sha256", call.ResultHash);
        json.WriteString("verdict"u8, call.Verdict);
        Text(json, "rule", call.Rule);
        if (call.ErrorCode is { } code && IsToken(code))
        {
            json.WritePropertyName("error_code"u8);
            json.WriteRawValue(code);
        }

        Text(json, "error_message", call.ErrorMessage);
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
            Text(json, "client_version", client.Version);
        }

        Text(json, "client_process", call.Session.ClientProcess);
        Text(json, "user", call.Session.User);
        Number(json, "uid", call.Session.UserId ?? -1);
        Text(json, "host", call.Session.Host);
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
