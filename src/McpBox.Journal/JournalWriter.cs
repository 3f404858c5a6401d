namespace McpBox.Journal;

/// <summary>A record could not be written. The session must end closed: what is not recorded is not forwarded.</summary>
public sealed class JournalException(string code, string message, string hint, Exception? inner = null) : Exception($"{code} {message}", inner)
{
    public string Code { get; } = code;

    public string Reason { get; } = message;

    public string Hint { get; } = hint;
}

/// <summary>
/// Writes one session's journal: JSON Lines, each line chained to the one before by SHA-256. Owned by one thread.
/// Usage on the hot path: <see cref="Stage"/> any number of entries, then <see cref="Commit"/> once, then forward.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private JournalWriter(string path) => Path = path;

    /// <summary>Absolute path of the journal file.</summary>
    public string Path { get; }

    /// <summary>Creates the file (0600, exclusively) and its folders (0700) below <paramref name="root"/>. Nothing is written yet.</summary>
    /// <param name="root">Usually <c>$XDG_STATE_HOME/mcpbox/journal</c>.</param>
    /// <param name="server">Becomes part of the file's name; characters outside <c>[A-Za-z0-9._-]</c> are replaced.</param>
    /// <exception cref="JournalException">The file cannot be made.</exception>
    public static JournalWriter Create(string root, string server, string sessionId, TimeProvider time) =>
        throw new NotSupportedException($"{root}{server}{sessionId}{time}");

    /// <summary>Takes the entry into the batch. The views may be reused after the call. A large frame may be written at once.</summary>
    /// <exception cref="JournalException">A large frame could not be written.</exception>
    public void Stage(in JournalEntry entry) => throw new NotSupportedException(Path + entry.WireBytes);

    /// <summary>Stages mcpbox's own record: <c>dir</c> is <c>event</c>.</summary>
    /// <param name="kind">Lower-case word: <c>manifest</c>, <c>exit</c>, <c>signal</c> …</param>
    /// <param name="dataJson">One JSON object without CR or LF; stands under <c>data</c>.</param>
    public void StageEvent(string kind, ReadOnlySpan<byte> dataJson) => throw new NotSupportedException(Path + kind + dataJson.Length);

    /// <summary>Hands everything staged to the kernel. When this returns, the records are in the file.</summary>
    /// <exception cref="JournalException">Not everything could be written; the file is cut back to its last whole record and takes no more.</exception>
    public void Commit() => throw new NotSupportedException(Path);

    /// <summary>Writes the last record (counts per direction, the chain's last hash) and closes the file.</summary>
    public void Seal() => throw new NotSupportedException(Path);

    public void Dispose()
    {
    }
}
