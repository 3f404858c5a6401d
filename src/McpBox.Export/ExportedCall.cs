using McpBox.Export.Otlp;
using McpBox.Journal.Reviewing;

namespace McpBox.Export;

/// <summary>
/// One call as receivers get it: what every format says, in its own words. Texts are valid UTF-16 and bounded; apart from that they are what
/// strangers wrote, and each format escapes them. What is not known is null or, for numbers, -1.
/// </summary>
public sealed record ExportedCall
{
    public required string Session { get; init; }

    /// <summary>The request's number in the journal; with the session it names the call for good.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the request was recorded: nanoseconds since 1970, UTC.</summary>
    public required long Start { get; init; }

    /// <summary>Microseconds until the answer.</summary>
    public long Latency { get; init; } = -1;

    public required string Server { get; init; }

    public string? Profile { get; init; }

    public string? Client { get; init; }

    public string? ClientVersion { get; init; }

    public string? User { get; init; }

    public string? Host { get; init; }

    /// <summary>The version of mcpbox that recorded the session.</summary>
    public string? Recorder { get; init; }

    /// <summary>False where the server asked the client.</summary>
    public bool FromClient { get; init; } = true;

    /// <summary>The JSON-RPC id: a string's content, or a number as it was written.</summary>
    public string? RequestId { get; init; }

    public string? Method { get; init; }

    public string? Tool { get; init; }

    public string? Prompt { get; init; }

    public string? ResourceUri { get; init; }

    public string? ProtocolVersion { get; init; }

    public required CallOutcome Outcome { get; init; }

    /// <summary><c>forward</c>, <c>deny</c> …</summary>
    public string? Verdict { get; init; }

    /// <summary>Why the verdict is not <c>forward</c>: a code.</summary>
    public string? Rule { get; init; }

    /// <summary>The JSON-RPC error's.</summary>
    public long? ErrorCode { get; init; }

    /// <summary>There was a result, and it says <c>isError</c>.</summary>
    public bool IsToolError { get; init; }

    public string? ErrorMessage { get; init; }

    public long RequestBytes { get; init; } = -1;

    public long ResponseBytes { get; init; } = -1;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string? ArgumentsSha256 { get; init; }

    /// <inheritdoc cref="ArgumentsSha256"/>
    public string? ResultSha256 { get; init; }

    /// <summary>What the server reached and was refused meanwhile; null for nothing.</summary>
    public ExportedDownstream? Downstream { get; init; }

    /// <summary>The trace that the client said the request belongs to.</summary>
    public TraceParent? Parent { get; init; }

    /// <summary>The request as it was recorded, so redacted; only where bodies were asked for.</summary>
    public string? Request { get; init; }

    /// <inheritdoc cref="Request"/>
    public string? Response { get; init; }

    /// <summary>What the call was about, for people: the tool, prompt or resource, else nothing.</summary>
    public string? Target => Tool ?? Prompt;

    /// <summary>Nanoseconds since 1970; the start where there was no answer.</summary>
    public long End => Start + (Math.Max(0, Latency) * 1000);
}
