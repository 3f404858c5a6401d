namespace McpBox.Journal.Retaining;

/// <summary>A journal as retention sees it.</summary>
/// <param name="Bytes">What it takes, with what lies beside it.</param>
/// <param name="Last">When something was last written to it, UTC.</param>
/// <param name="IsLive">A process is still writing it.</param>
public sealed record KeptJournal(JournalSession Session, long Bytes, DateTimeOffset Last, bool IsLive)
{
    public bool IsPacked => Session.Path.EndsWith(JournalFolder.PackedExtension, StringComparison.Ordinal);

    /// <summary>Null when the file is gone or cannot be looked at.</summary>
    public static KeptJournal? Of(JournalSession session)
    {
        try
        {
            using var reader = JournalReader.Open(session.Path);
            var last = new DateTimeOffset(File.GetLastWriteTimeUtc(session.Path), TimeSpan.Zero);
            var bytes = new FileInfo(session.Path).Length + Companions(session).Sum(static path => new FileInfo(path).Length);
            return new KeptJournal(session, bytes, last > session.Start ? last : session.Start, reader.IsBeingWritten);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Removed meanwhile, or not ours to remove.
            return null;
        }
    }

    /// <summary>What belongs to a session beside its journal, such as its escrow.</summary>
    public static IEnumerable<string> Companions(JournalSession session)
    {
        var name = Path.GetFileName(session.Path);
        var stem = name[..name.IndexOf(JournalFolder.Extension, StringComparison.Ordinal)];
        return Directory.EnumerateFiles(Path.GetDirectoryName(session.Path)!, stem + ".escrow*");
    }
}
