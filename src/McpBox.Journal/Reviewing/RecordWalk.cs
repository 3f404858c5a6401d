namespace McpBox.Journal.Reviewing;

/// <summary>Gives the lines of a journal that a filter means, in their order, each with the call that it belongs to. Owned by one thread.</summary>
public sealed class RecordWalk : IDisposable
{
    private readonly JournalReader _reader;
    private readonly RecordSelection _selection;
    private readonly CallPairing _pairing;
    private long _line;

    private RecordWalk(string path, CallFilter filter)
    {
        _selection = RecordSelection.Of(path, filter);
        _reader = JournalReader.Open(path);
        _pairing = new CallPairing(SessionFacts.OfName(path), CallParts.None, CallFilter.Everything);
    }

    /// <summary>The call that the last line begins, answers or cancels; null for others, and for batches.</summary>
    public JournalCall? Call { get; private set; }

    /// <summary>False when the last line is no record.</summary>
    public bool IsRecord { get; private set; }

    /// <summary>The last line's place in the file, from 0.</summary>
    public long Line => _line - 1;

    /// <summary>What was read so far, meant or not.</summary>
    public ReviewTotals Totals => _pairing.Totals;

    /// <summary>True when a live process is still writing.</summary>
    public bool IsBeingWritten => _reader.IsBeingWritten;

    /// <summary>Opens a journal; what the filter says of calls makes it be read once beforehand.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static RecordWalk Open(string path, CallFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new RecordWalk(path, filter);
    }

    /// <summary>The next line that is meant; views are valid until the next call.</summary>
    /// <param name="record">The same, taken apart, if <see cref="IsRecord"/>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line, out JournalRecord record)
    {
        record = default;
        while (_reader.TryReadLine(out line))
        {
            IsRecord = JournalRecord.TryParse(line, out record);
            Call = IsRecord ? _pairing.Add(record, _line) : null;
            Totals.Unreadable += IsRecord ? 0 : 1;
            while (_pairing.TryTake(out _))
            {
                // Only the names are wanted here.
            }

            _line++;
            if (IsRecord ? _selection.Takes(record, Line) : _selection.TakesUnreadable)
                return true;
        }

        Totals.CutBytes = _reader.CutBytes;
        return false;
    }

    public void Dispose() => _reader.Dispose();
}
