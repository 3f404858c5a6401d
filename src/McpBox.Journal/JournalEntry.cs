namespace McpBox.Journal;

/// <summary>The record's <c>dir</c>.</summary>
public enum JournalDirection
{
    /// <summary><c>c2s</c></summary>
    ClientToServer,

    /// <summary><c>s2c</c></summary>
    ServerToClient,

    /// <summary><c>stderr</c>: a line of the server's stderr.</summary>
    Stderr,

    /// <summary><c>stray</c>: a line of the server's stdout that is not a JSON-RPC frame; never forwarded.</summary>
    Stray,

    /// <summary><c>event</c>: mcpbox's own words (manifest, exit, seal …).</summary>
    Event,
}

/// <summary>The record's <c>kind</c>, for everything but events.</summary>
public enum JournalKind
{
    Request,
    Response,
    Notification,
    Batch,

    /// <summary>Not a JSON-RPC message: broken JSON, a JSON scalar, a frame above the limit.</summary>
    Invalid,

    /// <summary>A line of text: stderr, or stray on stdout.</summary>
    Text,
}

/// <summary>How the frame was terminated on the wire; the record's <c>eol</c> (absent for <see cref="Lf"/>).</summary>
public enum FrameEnd
{
    Lf,
    CrLf,

    /// <summary>The stream ended without a line feed, or a piece of an overlong line.</summary>
    None,
}

/// <summary>The record's <c>verdict</c>.</summary>
public enum JournalVerdict
{
    /// <summary><c>forward</c>: these very bytes were passed on after this record was written.</summary>
    Forward,

    /// <summary><c>deny</c>: not passed on; the sender gets a JSON-RPC error where it can.</summary>
    Deny,

    /// <summary><c>withhold</c>: not passed on, nobody is told on the wire (stray lines).</summary>
    Withhold,

    /// <summary><c>synthetic</c>: written by mcpbox itself, not by a peer.</summary>
    Synthetic,
}

/// <summary>One frame or line on its way into the journal. A view: nothing is copied before <see cref="JournalWriter.Stage"/>.</summary>
public readonly ref struct JournalEntry
{
    public required JournalDirection Direction { get; init; }

    public required JournalKind Kind { get; init; }

    public required JournalVerdict Verdict { get; init; }

    /// <summary>The frame's bytes without its line ending.</summary>
    public required ReadOnlySpan<byte> Frame { get; init; }

    public FrameEnd End { get; init; }

    /// <summary>
    /// True when the caller has proved the frame to be strict JSON (RFC 8259) in valid UTF-8 without a CR or LF in it and nested no deeper
    /// than 256: then it is embedded verbatim as <c>frame</c>. Otherwise it becomes <c>raw</c>, base64.
    /// </summary>
    public bool Embeddable { get; init; }

    /// <summary>The <c>id</c> as the raw JSON token of the frame (<c>7</c>, <c>"a"</c>); empty when there is none.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>The <c>method</c> as the raw JSON string token, quotes included; empty when there is none.</summary>
    public ReadOnlySpan<byte> Method { get; init; }

    /// <summary>The called tool's name (<c>params.name</c> of <c>tools/call</c>) as the raw JSON string token, quotes included; empty when there is none.</summary>
    public ReadOnlySpan<byte> Tool { get; init; }

    /// <summary>For a response: microseconds since its request was recorded; -1 when unknown.</summary>
    public long LatencyMicroseconds { get; init; }

    /// <summary>Why the verdict is not <c>forward</c>: a stable code (<c>MB3nnn</c>); null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>Size on the wire in bytes without line ending; differs from the frame's length only where the frame was cut (above the limit).</summary>
    public required long WireBytes { get; init; }
}
