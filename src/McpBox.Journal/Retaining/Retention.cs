using McpBox.Journal.Indexing;

namespace McpBox.Journal.Retaining;

/// <summary>Carries a plan out: removes through the index, so that nobody takes it for tampering; compresses in place.</summary>
public sealed class Retention(SessionIndex index)
{
    /// <summary>Every journal below the index's folder.</summary>
    public IEnumerable<KeptJournal> Journals() => JournalCatalog.NewestFirst(index.Journals).Select(KeptJournal.Of).OfType<KeptJournal>();

    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="IOException">It cannot be done; the journal is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not the caller's to do.</exception>
    /// <exception cref="JournalException">MB4201, MB4202: the index cannot be told.</exception>
    public long Do(RetentionStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var session = step.Journal.Session;
        if (step.Why is not { } why)
            return PackedJournal.Pack(session.Path);
        index.Prune(session, why);
        foreach (var companion in KeptJournal.Companions(session))
            File.Delete(companion);
        return step.Journal.Bytes;
    }
}
