namespace McpBox.Journal.Replaying;

/// <summary>A request of the client's and what came of it.</summary>
/// <param name="Id">The raw JSON token as text.</param>
/// <param name="Key">The same as a key, with the number of this request among those with its id: an id may be used again.</param>
/// <param name="Sequence">Of the request's record.</param>
public sealed record Exchange(string Id, (RequestId Id, int Number) Key, string Method, string? Tool, long Sequence)
{
    /// <summary>The answer as the client got it; null when none came.</summary>
    public byte[]? Answer { get; internal set; }

    /// <summary>Of the answer's record; -1 without one.</summary>
    public long AnswerSequence { get; internal set; } = -1;

    /// <summary>-1 where it is not known.</summary>
    public long LatencyMicroseconds { get; internal set; } = -1;

    /// <summary>The client took it back: whether an answer still comes is a matter of chance.</summary>
    public bool IsCancelled { get; internal set; }
}

/// <summary>A notification or request of the server's, as the client got it.</summary>
/// <param name="Sequence">Of its record.</param>
public sealed record ServerMessage(bool IsRequest, string Method, long Sequence, byte[] Body);
