using System.Diagnostics.CodeAnalysis;

namespace McpBox.Journal.Reviewing;

/// <summary>
/// Reads a session's calls while they happen: what is in the journal so far, and later what came to it. Bounds as <see cref="SessionReview"/>.
/// Owned by one thread; the journal's writer does not notice.
/// </summary>
public sealed class SessionFollower : IDisposable
{
    private readonly JournalReader _reader;
    private readonly CallPairing _pairing;
    private long _line;
    private bool _ended;

    private SessionFollower(JournalReader reader, CallPairing pairing) => (_reader, _pairing) = (reader, pairing);

    /// <summary>Opens a journal that may still be written.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static SessionFollower Open(string path, CallParts parts) =>
        new(JournalReader.Open(path), new CallPairing(SessionFacts.OfName(path), parts, CallFilter.Everything));

    /// <summary>The next call that has ended; false when there is none for now.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead([NotNullWhen(true)] out JournalCall? call)
    {
        while (!_pairing.TryTake(out call))
        {
            if (!_reader.TryReadLine(out var line))
                return false;
            if (JournalRecord.TryParse(line, out var record))
                _ = _pairing.Add(record, _line);
            _line++;
        }

        return true;
    }

    /// <summary>No more will come: what still waits for its answer can be read as unanswered.</summary>
    public void End()
    {
        if (!_ended)
            _pairing.End();
        _ended = true;
    }

    public void Dispose() => _reader.Dispose();
}
