namespace McpBox.Journal;

/// <summary>What is to be said of a journal's integrity.</summary>
public enum JournalStatus
{
    /// <summary>Whole: every link holds and the seal agrees with what it seals.</summary>
    Sealed,

    /// <summary>Every link holds so far, and a live process is still writing.</summary>
    Live,

    /// <summary>Every link holds, and there is no seal: the session was killed, or the end was cut off at a line.</summary>
    Unsealed,

    /// <summary>The last line has no line feed: the session died while writing, or the end was cut off.</summary>
    Truncated,

    /// <summary>A line is not what the next one's hash, or the seal's own, says.</summary>
    Edited,

    /// <summary>A record is gone: a later one stands in its place.</summary>
    Missing,

    /// <summary>An earlier record stands in the place of a later one.</summary>
    Reordered,

    /// <summary>A line is not a record.</summary>
    Unreadable,

    /// <summary>Something was added after the seal.</summary>
    AfterSeal,

    /// <summary>A checkpoint or the seal is signed by a key that is not this session's; or no session of the index has this file.</summary>
    ForeignSignature,

    /// <summary>A checkpoint or the seal has no signature.</summary>
    NoSignature,

    /// <summary>The process was killed, a later mcpbox entered into the index what it found, and that is what is there.</summary>
    Recovered,

    /// <summary>The file that the index knows is not there.</summary>
    Deleted,
}

/// <summary>The answer of <see cref="JournalVerifier"/>.</summary>
/// <param name="Records">Records whose links were checked before the first bad one.</param>
/// <param name="BadRecord">The first bad record's place in the file, which is its <c>seq</c> in a whole journal; null when none is bad.</param>
/// <param name="Detail">What is wrong, one line; never a text of the journal itself.</param>
/// <param name="Root">Hash of the last line read, 64 lower-case hexadecimal digits; write it down elsewhere to notice a wholly rewritten file.</param>
public sealed record JournalVerification(JournalStatus Status, long Records, long? BadRecord, string Detail, string Root)
{
    /// <summary>Records that are covered by a signature of the session itself.</summary>
    public long SignedRecords { get; init; }

    /// <summary>Public half of the key of the first interval, as the file names it; null before the first signature.</summary>
    public string? Key { get; init; }

    /// <summary>Hash of the first record, 64 lower-case hexadecimal digits; null where there is none.</summary>
    public string? First { get; init; }

    /// <summary>Sealed, recovered, or still being written, with every link whole.</summary>
    public bool IsIntact => Status is JournalStatus.Sealed or JournalStatus.Live or JournalStatus.Recovered;
}
