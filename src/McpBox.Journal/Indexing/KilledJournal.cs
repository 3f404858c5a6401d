namespace McpBox.Journal.Indexing;

/// <summary>What a session left that was not seen to end.</summary>
internal static class KilledJournal
{
    private static JournalEnd Nothing => new(0, new string('0', LineHash.Digits), JournalEnd.Killed);

    /// <summary>Null while the session lives, or its file cannot be read for now.</summary>
    /// <param name="most">Bytes: a larger file is left for later.</param>
    public static JournalEnd? Examine(string path, long most)
    {
        try
        {
            if (new FileInfo(path).Length > most)
                return null;
            var found = JournalVerifier.Verify(path);
            return found.Status switch
            {
                JournalStatus.Live => null,
                JournalStatus.Sealed => new JournalEnd(found.Records, found.Root, JournalEnd.Sealed),
                JournalStatus.Unsealed or JournalStatus.Truncated => new JournalEnd(found.Records, found.Root, JournalEnd.Killed),
                _ => new JournalEnd(found.Records, found.Root, JournalEnd.Damaged),
            };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // The file that a living session would hold is gone: that is what the index then says.
            return Nothing with { How = JournalEnd.Damaged };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
