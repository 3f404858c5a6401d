namespace McpBox.Journal.Reviewing;

/// <summary>What was asked and what was answered, without the ids that differ from call to call. Needs <see cref="CallParts.Bodies"/>.</summary>
public static class CallSpeech
{
    /// <summary>The request's <c>params</c> as recorded; empty when there are none.</summary>
    public static ReadOnlySpan<byte> Asked(JournalCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return MessageParts.TryRead(call.RequestBody, out var parts) ? parts.Params : call.RequestBody;
    }

    /// <summary>The answer's <c>result</c> or <c>error</c>; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Answered(JournalCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!MessageParts.TryRead(call.ResponseBody, out var parts))
            return call.ResponseBody;
        return parts.Error.IsEmpty ? parts.Result : parts.Error;
    }
}
