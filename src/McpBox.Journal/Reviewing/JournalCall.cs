namespace McpBox.Journal.Reviewing;

/// <summary>What came of a request.</summary>
public enum CallOutcome
{
    /// <summary>Answered with a result.</summary>
    Ok,

    /// <summary>Answered with a JSON-RPC error, or with a result whose <c>isError</c> is true.</summary>
    Error,

    /// <summary>mcpbox refused the request or its answer: a verdict <c>deny</c>.</summary>
    Denied,

    /// <summary>Nothing in the record answers it.</summary>
    Unanswered,

    /// <summary>Its sender took it back (<c>notifications/cancelled</c>) before there was an answer.</summary>
    Cancelled,
}

/// <summary>
/// One request with what came of it. All text is a peer's own and may hold anything: whoever prints it makes it visible first. Numbers that
/// are not known are -1, texts null.
/// </summary>
public sealed class JournalCall
{
    /// <summary>The session's facts; those of the manifest are there once it has been read, which is before any call.</summary>
    public required SessionFacts Session { get; init; }

    /// <summary>Who asked: <see cref="JournalDirection.ClientToServer"/>, or <see cref="JournalDirection.ServerToClient"/> for sampling, elicitation and the like.</summary>
    public required JournalDirection Direction { get; init; }

    /// <summary>The request record's <c>seq</c>. Messages of one batch share it.</summary>
    public required long RequestSequence { get; init; }

    /// <summary>The <c>seq</c> of the record with the answer, or with the cancellation.</summary>
    public long ResponseSequence { get; internal set; } = -1;

    /// <summary>The request's place in the file, in lines from 0: the same as its <c>seq</c> where nobody tampered.</summary>
    public required long RequestLine { get; init; }

    /// <summary>The place in the file of what ended the call.</summary>
    public long ResponseLine { get; internal set; } = -1;

    /// <summary>The request's id as a raw JSON token (<c>7</c>, <c>"a"</c>); empty where the record has none (it was too long).</summary>
    public required string Id { get; init; }

    /// <summary>The method, decoded; empty where the record has none.</summary>
    public required string Method { get; init; }

    /// <summary>The tool that <c>tools/call</c> names, decoded.</summary>
    public string? Tool { get; init; }

    /// <summary>The client that asks or is asked, by its own words.</summary>
    public CallClient? Client { get; internal set; }

    /// <summary>When the request was recorded, UTC; null where the record's <c>ts</c> is none.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>From the request's record to that of its answer, in microseconds; -1 when there is none, and for what was denied.</summary>
    public long LatencyMicroseconds { get; internal set; } = -1;

    public CallOutcome Outcome { get; internal set; } = CallOutcome.Unanswered;

    /// <summary>Size of the request on the wire; of a message in a batch its own.</summary>
    public required long RequestBytes { get; init; }

    /// <summary>Size of the answer on the wire; -1 when there is none.</summary>
    public long ResponseBytes { get; internal set; } = -1;

    /// <summary>The verdict that decided: the request's or answer's own where it is not <c>forward</c>.</summary>
    public string Verdict { get; internal set; } = "";

    /// <summary>The rule of the verdict: a code of errors.md.</summary>
    public string? Rule { get; internal set; }

    /// <summary>
    /// SHA-256 of <c>params.arguments</c> of a <c>tools/call</c>, of <c>params</c> of any other request, byte for byte as recorded (so after
    /// redaction), in 64 lower-case hexadecimal digits. Null when there is none, or <see cref="CallParts.Hashes"/> was not asked for.
    /// </summary>
    public string? ArgumentsHash { get; internal set; }

    /// <summary>The same of <c>result</c>.</summary>
    public string? ResultHash { get; internal set; }

    /// <summary>The JSON-RPC error's <c>code</c> as a raw JSON token.</summary>
    public string? ErrorCode { get; internal set; }

    /// <summary>The JSON-RPC error's <c>message</c>, decoded; of more than 1024 characters the beginning and an ellipsis.</summary>
    public string? ErrorMessage { get; internal set; }

    /// <summary>The request's message as recorded, if <see cref="CallParts.Bodies"/> was asked for and there was room.</summary>
    public byte[]? RequestBody { get; internal set; }

    /// <summary>The answer's message, likewise.</summary>
    public byte[]? ResponseBody { get; internal set; }

    /// <summary>What the server reached and was refused while it worked on this; null for nothing. The ends of connections are known if they came before the call's, or <see cref="CallParts.Ends"/> was asked for.</summary>
    public CallDownstream? Downstream { get; internal set; }

    /// <summary>One of the hosts that the filter looks for was reached or asked for.</summary>
    internal bool HoldsHost { get; set; }

    /// <summary>The text that the filter looks for stands in the request or in its answer.</summary>
    internal bool HoldsText { get; set; }

    /// <summary>The request's <c>mono</c>: nanoseconds of which only differences mean something.</summary>
    public long Monotonic { get; init; }

    /// <summary>Memory that it costs to remember it, about.</summary>
    internal int Weight => 256 + (2 * (Id.Length + Method.Length + (Tool?.Length ?? 0)));
}
