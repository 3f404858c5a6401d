using System.Diagnostics.CodeAnalysis;

namespace McpBox.Journal.Reviewing;

/// <summary>
/// Reads a session's journal once, from its first record to its last, and gives its calls in the order in which they ended; unanswered ones
/// last. Memory is bounded by the longest line and by what waits for an answer (65,536 calls a direction). Owned by one thread.
/// </summary>
public sealed class SessionReview : IDisposable
{
    private readonly JournalReader _reader;
    private readonly CallPairing _pairing;
    private readonly CallFilter _filter;
    private long _line;
    private bool _ended;

    private SessionReview(JournalReader reader, string path, CallParts parts, CallFilter filter)
    {
        (_reader, _filter) = (reader, filter);
        _pairing = new CallPairing(SessionFacts.OfName(path), parts, filter, path);
    }

    /// <summary>What the manifest says; what the file's name says before the first call was read.</summary>
    public SessionFacts Facts => _pairing.Facts;

    /// <summary>What was read so far besides calls.</summary>
    public ReviewTotals Totals => _pairing.Totals;

    /// <summary>Opens a journal.</summary>
    /// <param name="filter">Which calls are given, and which times are counted in <see cref="Totals"/>; null for all. Its <see cref="CallFilter.Text"/> may be in use by one review at a time.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static SessionReview Open(string path, CallParts parts = CallParts.None, CallFilter? filter = null) =>
        new(JournalReader.Open(path), path, parts, filter ?? CallFilter.Everything);

    /// <summary>The next call that has ended; false when there are no more.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead([NotNullWhen(true)] out JournalCall? call)
    {
        while (!_pairing.TryTake(out call) || !_filter.Takes(call))
        {
            if (call is not null)
                continue;
            if (_ended)
                return false;
            if (_reader.TryReadLine(out var line))
            {
                Add(line);
            }
            else
            {
                _ended = true;
                Totals.CutBytes = _reader.CutBytes;
                _pairing.End();
            }
        }

        return true;
    }

    /// <summary>All calls that are left.</summary>
    public IEnumerable<JournalCall> Calls()
    {
        while (TryRead(out var call))
            yield return call;
    }

    public void Dispose() => _reader.Dispose();

    private void Add(ReadOnlySpan<byte> line)
    {
        if (JournalRecord.TryParse(line, out var record))
            _ = _pairing.Add(record, _line);
        else
            Totals.Unreadable++;
        _line++;
    }
}
