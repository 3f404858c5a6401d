namespace McpBox.Journal.Indexing;

/// <summary>A journal's own integrity, held against what the index says of it.</summary>
public static class SessionVerifier
{
    /// <param name="session">What the index says; null when it does not know the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static JournalVerification Verify(string path, IndexedSession? session)
    {
        JournalVerification found;
        try
        {
            found = JournalVerifier.Verify(path, session?.Key);
        }
        catch (Exception error) when (session is not null && error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new JournalVerification(JournalStatus.Deleted, 0, null, "the index knows this session, and its journal is not there", new string('0', LineHash.Digits));
        }

        if (session is null)
            return found.IsIntact || found.Status == JournalStatus.Unsealed ? Unknown(found) : found;
        return session.End is { } end ? Against(end, found) : found;
    }

    private static JournalVerification Unknown(JournalVerification found) => found with
    {
        Status = JournalStatus.ForeignSignature,
        Detail = "no line of the index names this session: its signatures are not known to be mcpbox's, or it was killed before anything was forwarded",
    };

    private static JournalVerification Against(JournalEnd end, JournalVerification found)
    {
        var same = found.Records == end.Records && found.Root == end.Root;
        return found.Status switch
        {
            JournalStatus.Sealed when !same =>
                found with { Status = JournalStatus.Edited, Detail = $"it is not the journal that the index closed with {end.Records} records" },
            JournalStatus.Unsealed or JournalStatus.Truncated when same && end.How == JournalEnd.Killed => found with
            {
                Status = JournalStatus.Recovered,
                BadRecord = null,
                Detail = $"the process was killed; {found.Records} whole records were entered into the index afterwards, the session itself had signed the first {found.SignedRecords}",
            },
            JournalStatus.Unsealed or JournalStatus.Truncated =>
                found with { Status = JournalStatus.Truncated, BadRecord = found.Records, Detail = $"the index knows {end.Records} records, and the end is gone" },
            _ => found,
        };
    }
}
