using System.Diagnostics.CodeAnalysis;

namespace McpBox.Journal.Reviewing;

/// <summary>
/// Reads a session's lines while they are written, and which calls they begin and end. Bounds as <see cref="SessionReview"/>. Owned by one
/// thread; the journal's writer does not notice.
/// </summary>
public sealed class RecordFollower : IDisposable
{
    private readonly JournalReader _reader;
    private readonly CallPairing _pairing;
    private long _line;

    private RecordFollower(JournalReader reader, CallPairing pairing) => (_reader, _pairing) = (reader, pairing);

    public SessionFacts Facts => _pairing.Facts;

    /// <summary>What was read so far besides calls.</summary>
    public ReviewTotals Totals => _pairing.Totals;

    /// <summary>The client of the last <c>initialize</c>, by its own words.</summary>
    public CallClient? Client => _pairing.Client;

    /// <summary>True when a live process holds the journal open for writing. Ask before reading: a session may end meanwhile.</summary>
    public bool IsBeingWritten => _reader.IsBeingWritten;

    /// <summary>The last line's place in the file, from 0.</summary>
    public long Line => _line - 1;

    /// <summary>False when the last line is no record.</summary>
    public bool IsRecord { get; private set; }

    /// <summary>The last line begins, answers or cancels a call.</summary>
    public bool IsOfCall { get; private set; }

    /// <summary>Calls that were let through and wait for their answers.</summary>
    public int OpenCalls => _pairing.Waiting;

    /// <summary>Opens a journal that may still be written.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RecordFollower Open(string path) => new(JournalReader.Open(path), new CallPairing(SessionFacts.OfName(path), CallParts.None, CallFilter.Everything));

    /// <summary>The next line; false when there is none for now. Views are valid until the next call.</summary>
    /// <param name="record">The same, taken apart, if <see cref="IsRecord"/>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line, out JournalRecord record)
    {
        record = default;
        if (!_reader.TryReadLine(out line))
            return false;
        IsRecord = JournalRecord.TryParse(line, out record);
        IsOfCall = IsRecord && _pairing.Add(record, _line) is not null;
        Totals.Unreadable += IsRecord ? 0 : 1;
        _line++;
        return true;
    }

    /// <summary>The next call that has ended by what was read; take all before reading on.</summary>
    public bool TryTakeEnded([NotNullWhen(true)] out JournalCall? call) => _pairing.TryTake(out call);

    /// <summary>The calls that have waited longest.</summary>
    public IReadOnlyList<JournalCall> OldestOpen(int most) => _pairing.OldestWaiting(most);

    /// <summary>No more will come: what still waits is among the ended.</summary>
    public void End() => _pairing.End();

    public void Dispose() => _reader.Dispose();
}
