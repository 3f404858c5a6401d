namespace McpBox.Journal.Reviewing;

/// <summary>What was read besides calls, and what could not be: a review that leaves something out says so.</summary>
public sealed class ReviewTotals
{
    /// <summary>Whole lines that are records.</summary>
    public long Records { get; internal set; }

    /// <summary>Whole lines that are none.</summary>
    public long Unreadable { get; internal set; }

    /// <summary>Bytes of a last line without its line feed.</summary>
    public long CutBytes { get; internal set; }

    /// <summary>Lines of the server's stdout that were no frames.</summary>
    public long Stray { get; internal set; }

    /// <summary>Lines of the server's stderr.</summary>
    public long Stderr { get; internal set; }

    public long Notifications { get; internal set; }

    /// <summary>Frames with the verdict <c>deny</c>.</summary>
    public long Denials { get; internal set; }

    /// <summary>Bytes on the wire from the client.</summary>
    public long ClientBytes { get; internal set; }

    /// <summary>Bytes on the wire from the server's stdout, stray lines included.</summary>
    public long ServerBytes { get; internal set; }

    /// <summary>Answers to which no request was waiting: never asked, answered before, cancelled, or given up.</summary>
    public long Unasked { get; internal set; }

    /// <summary>Requests that were given up because too many waited: their outcome is <c>unanswered</c>, though an answer may have come.</summary>
    public long GivenUp { get; internal set; }

    /// <summary>Batches with more messages than are looked at.</summary>
    public long LongBatches { get; internal set; }

    /// <summary>Bodies that were asked for and not kept, because too many waited.</summary>
    public long BodiesDropped { get; internal set; }

    public bool IsSealed { get; internal set; }

    /// <summary>True when numbers of calls may be wrong: something could not be read or remembered.</summary>
    public bool IsIncomplete => Unreadable > 0 || GivenUp > 0 || LongBatches > 0;
}
