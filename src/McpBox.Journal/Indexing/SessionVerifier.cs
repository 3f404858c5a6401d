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
        if (IsWhole(found) && !HasItsName(path, session))
            return found with { Status = JournalStatus.Edited, Detail = "the index knows this session under another file name: its server or its start was changed there" };
        if (IsWhole(found) && found.First != session.Root)
            return Unbegun(found);
        return session.End is { } end ? Against(end, found) : found;
    }

    private static bool HasItsName(string path, IndexedSession session)
    {
        var name = Path.GetFileName(path);
        return (name.EndsWith(JournalFolder.PackedExtension, StringComparison.Ordinal) ? name[..^JournalFolder.PackedSuffix.Length] : name) == Path.GetFileName(session.File);
    }

    /// <summary>Nothing that the file holds speaks against it.</summary>
    private static bool IsWhole(JournalVerification found) => found.IsIntact || found.Status is JournalStatus.Unsealed or JournalStatus.Truncated;

    private static JournalVerification Unbegun(JournalVerification found) => found.Records == 0
        ? found with { Status = JournalStatus.Truncated, BadRecord = 0, Detail = "the index knows a first record, and it is gone" }
        : found with { Status = JournalStatus.Edited, BadRecord = 0, Detail = "it is not the record with which the index opened the session" };

    private static JournalVerification Unknown(JournalVerification found) => found with
    {
        Status = JournalStatus.ForeignSignature,
        Detail = "no line of the index names this session: its signatures are not known to be mcpbox's, or it was killed before anything was forwarded",
    };

    private static JournalVerification Against(JournalEnd end, JournalVerification found)
    {
        if (!IsWhole(found))
            return found;
        if (found.Records != end.Records || found.Root != end.Root)
        {
            // A lock on the file makes it no living session again: whoever reads it can hold one.
            return found.Records < end.Records && found.Status != JournalStatus.Sealed
                ? found with { Status = JournalStatus.Truncated, BadRecord = found.Records, Detail = $"the index knows {end.Records} records, and the end is gone" }
                : found with { Status = JournalStatus.Edited, Detail = $"it is not the journal that the index closed with {end.Records} records" };
        }

        return found.Status == JournalStatus.Sealed ? found : found with
        {
            Status = JournalStatus.Recovered,
            BadRecord = null,
            Detail = $"the process was killed; {found.Records} whole records were entered into the index afterwards, the session itself had signed the first {found.SignedRecords}",
        };
    }
}
