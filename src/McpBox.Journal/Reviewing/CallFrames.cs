namespace McpBox.Journal.Reviewing;

/// <summary>Looks into frames for what was asked for, and no further.</summary>
internal sealed class CallFrames(CallParts parts, TextSearch? text)
{
    /// <summary>Bytes of requests that are kept at most while they wait for their answers.</summary>
    private const long MostKept = 64L << 20;

    private const int LongestMessage = 1024;

    private readonly byte[] _digits = LineHash.None();
    private long _kept;

    /// <summary>Takes client, hash and body of a request.</summary>
    /// <param name="inBatch">Its message in a batch; empty for the record's whole frame.</param>
    public void OfRequest(JournalCall call, in JournalRecord record, ReadOnlySpan<byte> inBatch, ReviewTotals totals)
    {
        var fromClient = call.Direction == JournalDirection.ClientToServer;
        var wantsClient = fromClient && (call.Method == "initialize" || parts.HasFlag(CallParts.Clients));
        if (!wantsClient && text is null && (parts & (CallParts.Hashes | CallParts.Bodies)) == CallParts.None)
            return;

        var message = inBatch.IsEmpty ? record.BodyBytes() : inBatch;
        call.HoldsText = text?.IsIn(message) ?? false;
        if (parts.HasFlag(CallParts.Bodies))
            call.RequestBody = Keep(message, totals);
        wantsClient &= message.IndexOf("clientInfo"u8) >= 0 || message.IndexOf("\\u"u8) >= 0;
        if ((!wantsClient && !parts.HasFlag(CallParts.Hashes)) || !MessageParts.TryRead(message, out var found))
            return;
        if (wantsClient && !found.Client.IsEmpty && CallClient.TryRead(found.Client) is { } client)
            call.Client = client;
        if (parts.HasFlag(CallParts.Hashes))
            call.ArgumentsHash = Hash(call.Method == "tools/call" ? found.Arguments : found.Params);
    }

    /// <summary>Takes outcome, error, hash and body of an answer.</summary>
    public void OfResponse(JournalCall call, in JournalRecord record, ReadOnlySpan<byte> inBatch, ReviewTotals totals)
    {
        var message = inBatch.IsEmpty ? record.BodyBytes() : inBatch;
        call.HoldsText = call.HoldsText || (text?.IsIn(message) ?? false);
        if (parts.HasFlag(CallParts.Bodies))
            call.ResponseBody = message.ToArray();
        if (call.Outcome != CallOutcome.Denied)
            call.Outcome = CallOutcome.Ok;
        if ((!parts.HasFlag(CallParts.Hashes) && !MayBeError(message)) || !MessageParts.TryRead(message, out var found))
            return;
        if (parts.HasFlag(CallParts.Hashes))
            call.ResultHash = Hash(found.Result);
        if (!found.Error.IsEmpty && !found.Error.SequenceEqual("null"u8))
            SetError(call, found.Error);
        else if (found.IsError && call.Outcome == CallOutcome.Ok)
            call.Outcome = CallOutcome.Error;
    }

    /// <summary>The call waits no longer: its body is its reader's affair.</summary>
    public void Release(JournalCall call) => _kept -= call.RequestBody?.Length ?? 0;

    // Most answers are no errors, and need no parser to say so. A name may be written with escapes (\u0065rror).
    private static bool MayBeError(ReadOnlySpan<byte> message) =>
        message.IndexOf("\"error\""u8) >= 0 || message.IndexOf("\"isError\""u8) >= 0 || JsonEscapes.HideAscii(message);

    private static void SetError(JournalCall call, ReadOnlySpan<byte> error)
    {
        if (call.Outcome == CallOutcome.Ok)
            call.Outcome = CallOutcome.Error;
        var members = MessageParts.Members(error, "code"u8, "message"u8);
        var code = members.First;
        if (code.Length is > 0 and <= 32 && code[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            call.ErrorCode = System.Text.Encoding.ASCII.GetString(code);
        if (members.Second is [(byte)'"', ..])
            call.ErrorMessage = TokenText.Cut(TokenText.Of(members.Second), LongestMessage);
    }

    private string? Hash(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return null;
        LineHash.Of(json, _digits);
        return System.Text.Encoding.ASCII.GetString(_digits);
    }

    private byte[]? Keep(ReadOnlySpan<byte> message, ReviewTotals totals)
    {
        if (_kept + message.Length > MostKept)
        {
            totals.BodiesDropped++;
            return null;
        }

        _kept += message.Length;
        return message.ToArray();
    }
}
