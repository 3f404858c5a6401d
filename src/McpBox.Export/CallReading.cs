using System.Globalization;
using System.Text;
using System.Text.Json;
using McpBox.Export.Otlp;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Export;

/// <summary>From what the journal says of a call to what receivers get.</summary>
public static class CallReading
{
    /// <summary>What a reader of calls has to be asked for.</summary>
    public const CallParts Parts = CallParts.Clients | CallParts.Hashes | CallParts.Bodies;

    private const int NameBytes = 4096;
    private const int UriBytes = 4096;
    private const int MessageBytes = 4096;

    // As deep as the journal embeds a frame.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 300 };

    /// <param name="bodies">Whether the messages themselves may leave, as they were recorded.</param>
    public static ExportedCall Of(JournalCall call, bool bodies)
    {
        ArgumentNullException.ThrowIfNull(call);
        var fromClient = call.Direction == JournalDirection.ClientToServer;
        var about = About(call);
        return new ExportedCall
        {
            Session = Name(call.Session.Session),
            Sequence = call.RequestSequence,
            Start = ExportTime.Nanoseconds(call.Start),
            Latency = call.LatencyMicroseconds,
            Server = Name(call.Session.Server),
            Profile = Optional(call.Session.Profile),
            Client = Optional(call.Client?.Name ?? call.Session.ClientProcess),
            ClientVersion = Optional(call.Client?.Version),
            User = Optional(call.Session.User),
            Host = Optional(call.Session.Host),
            Recorder = Optional(call.Session.Version),
            FromClient = fromClient,
            RequestId = RequestId(call.Id),
            Method = call.Method.Length == 0 ? null : Name(call.Method),
            Tool = Optional(call.Tool),
            Prompt = about.Prompt,
            ResourceUri = about.Uri,
            Outcome = call.Outcome,
            IsToolError = call.Outcome == CallOutcome.Error && call.ErrorCode is null,
            Verdict = Optional(call.Verdict),
            Rule = Optional(call.Rule),
            ErrorCode = long.TryParse(call.ErrorCode, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null,
            ErrorMessage = call.ErrorMessage is { } message ? ExportText.WellFormed(ExportText.Cut(message, MessageBytes)) : null,
            RequestBytes = call.RequestBytes,
            ResponseBytes = call.ResponseBytes,
            ArgumentsSha256 = call.ArgumentsHash,
            ResultSha256 = call.ResultHash,
            Downstream = ExportedDownstream.Of(call.Downstream),
            Parent = about.Parent,
            Request = bodies ? Body(call.RequestBody) : null,
            Response = bodies ? Body(call.ResponseBody) : null,
        };
    }

    private static string Name(string text) => ExportText.WellFormed(ExportText.Cut(text, NameBytes));

    private static string? Optional(string? text) => text is null ? null : Name(text);

    private static string? Body(byte[]? message) => message is null ? null : Encoding.UTF8.GetString(message);

    /// <summary>A string's content, a number as it is written; nothing for null, which is no id to speak of.</summary>
    private static string? RequestId(string token)
    {
        if (token.Length == 0 || token == "null")
            return null;
        if (token[0] != '"')
            return Name(token);
        try
        {
            using var json = JsonDocument.Parse(token);
            return Name(json.RootElement.GetString()!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A lone surrogate: its letters must do.
            return Name(token[1..^1]);
        }
    }

    private static (string? Prompt, string? Uri, TraceParent? Parent) About(JournalCall call)
    {
        if (call.RequestBody is not { } body)
            return default;
        try
        {
            using var json = JsonDocument.Parse(body, Options);
            if (Member(json.RootElement, "params") is not { ValueKind: JsonValueKind.Object } parameters)
                return default;
            var prompt = call.Method == "prompts/get" ? Text(parameters, "name", NameBytes) : null;
            var uri = call.Method.StartsWith("resources/", StringComparison.Ordinal) ? Text(parameters, "uri", UriBytes) : null;

            // A server could hang its own requests below anybody's trace. A client could too, but it is the user's.
            var meta = call.Direction == JournalDirection.ClientToServer ? Member(parameters, "_meta") : default;
            var parent = meta.ValueKind == JsonValueKind.Object ? TraceParent.TryParse(Text(meta, "traceparent", TraceParent.Longest), Text(meta, "tracestate", TraceParent.LongestState)) : null;
            return (prompt, uri, parent);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A body that cannot be read, or a member's name with half a surrogate pair on the way to ours, says nothing.
            return default;
        }
    }

    private static JsonElement Member(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name, int bytes)
    {
        try
        {
            return Member(json, name) is { ValueKind: JsonValueKind.String } value ? ExportText.Cut(value.GetString()!, bytes) : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, which is no text.
            return null;
        }
    }
}
