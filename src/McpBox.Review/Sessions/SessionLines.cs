using McpBox.Journal;

namespace McpBox.Review.Sessions;

/// <summary>Looks at a line; false when that is enough.</summary>
/// <param name="index">The line's place in the file, from 0.</param>
internal delegate bool LineLook(long index, ReadOnlySpan<byte> line);

/// <summary>
/// One session's lines by their place. Keeps a few readers where they stopped, because a page asks for one range after the other and then for what is
/// new, and every 64th line's offset, so that a single record of a large file is found without reading what is before it.
/// </summary>
internal sealed class SessionLines(JournalSession session)
{
    private const int Stride = 64;
    private const int MostReaders = 3;

    // A reader's buffer is as long as its longest line, so one that saw a giant is not kept.
    private const int Giant = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<Place> _places = [];
    private readonly List<long> _marks = [0];

    public JournalSession Session { get; } = session;

    // Offsets in a compressed file lead nowhere.
    private bool IsPlain => Session.Path.EndsWith(".jsonl", StringComparison.Ordinal);

    /// <summary>Whether a live process is writing the journal. Ask before <see cref="Read"/>: what was appended before its end is then read.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public bool IsBeingWritten()
    {
        using var reader = JournalReader.Open(Session.Path);
        return reader.IsBeingWritten;
    }

    /// <summary>Shows the lines from <paramref name="from"/> on, until the look says that it is enough. True when the file's end was reached.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Read(long from, LineLook look)
    {
        lock (_gate)
        {
            var place = _places.Find(place => place.Index == from) ?? Open(from);
            _places.Remove(place);
            var kept = false;
            try
            {
                var ended = place.Read(from, look, _marks, IsPlain);
                kept = place.Longest < Giant;
                return ended;
            }
            finally
            {
                if (kept)
                    Keep(place);
                else
                    place.Dispose();
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _places.ForEach(static place => place.Dispose());
            _places.Clear();
        }
    }

    private Place Open(long from)
    {
        var mark = (int)Math.Min(from / Stride, _marks.Count - 1);
        return new Place(JournalReader.Open(Session.Path, _marks[mark]), (long)mark * Stride, _marks[mark]);
    }

    private void Keep(Place place)
    {
        if (_places.Count == MostReaders)
        {
            _places[0].Dispose();
            _places.RemoveAt(0);
        }

        _places.Add(place);
    }

    /// <summary>A reader and where it stands.</summary>
    private sealed class Place(JournalReader reader, long index, long offset) : IDisposable
    {
        private long _offset = offset;

        public long Index { get; private set; } = index;

        public int Longest { get; private set; }

        public void Dispose() => reader.Dispose();

        public bool Read(long from, LineLook look, List<long> marks, bool mark)
        {
            while (reader.TryReadLine(out var line))
            {
                var wanted = Index >= from;
                _offset += line.Length + 1;
                Longest = Math.Max(Longest, line.Length);
                if (++Index == (long)marks.Count * Stride && mark)
                    marks.Add(_offset);
                if (wanted && !look(Index - 1, line))
                    return false;
            }

            return true;
        }
    }
}
