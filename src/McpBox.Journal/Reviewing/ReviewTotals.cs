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

    /// <summary>Notifications that stand in no batch.</summary>
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

    /// <summary>What was reached and refused, of calls or not.</summary>
    public HostStatistics Hosts { get; } = new();

    public bool IsSealed { get; internal set; }

    /// <summary>True when numbers of calls may be wrong: something could not be read or remembered.</summary>
    public bool IsIncomplete => Unreadable > 0 || GivenUp > 0 || LongBatches > 0;

    internal void Add(ReviewTotals other)
    {
        Records += other.Records;
        Unreadable += other.Unreadable;
        CutBytes += other.CutBytes;
        Stray += other.Stray;
        Stderr += other.Stderr;
        Notifications += other.Notifications;
        Denials += other.Denials;
        ClientBytes += other.ClientBytes;
        ServerBytes += other.ServerBytes;
        Unasked += other.Unasked;
        GivenUp += other.GivenUp;
        LongBatches += other.LongBatches;
        BodiesDropped += other.BodiesDropped;
        Hosts.Add(other.Hosts);
    }

    /// <summary>Counts a record by what it says of itself.</summary>
    internal void Count(in JournalRecord record)
    {
        Records++;
        if (record.Verdict.SequenceEqual("deny"u8))
            Denials++;
        var bytes = Math.Max(0, record.Bytes);
        if (record.Direction.SequenceEqual("c2s"u8))
        {
            ClientBytes += bytes;
        }
        else if (record.Direction.SequenceEqual("s2c"u8))
        {
            ServerBytes += bytes;
        }
        else if (record.Direction.SequenceEqual("stray"u8))
        {
            Stray++;
            ServerBytes += bytes;
        }
        else if (record.Direction.SequenceEqual("stderr"u8))
        {
            Stderr++;
        }

        if (record.Kind.SequenceEqual("notification"u8))
            Notifications++;
    }
}
