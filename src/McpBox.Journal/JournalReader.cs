namespace McpBox.Journal;

/// <summary>
/// Reads a journal line by line, also while it is being written, and compressed (<c>.jsonl.gz</c>) as it is. Memory is bounded by the longest line. A last line without its line feed is
/// not returned; it may still grow.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private const int FirstSize = 128 * 1024;
    private const byte LineFeed = (byte)'\n';

    private readonly JournalBytes _bytes;
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _searched;
    private int _end;

    private JournalReader(JournalBytes bytes) => _bytes = bytes;

    /// <summary>True when a live process holds the journal open for writing. Ask before reading: a session may end meanwhile.</summary>
    public bool IsBeingWritten => _bytes.IsBeingWritten;

    /// <summary>Bytes of a last line without line feed; 0 when the file ends with a whole line. Meaningful after <see cref="TryReadLine"/> said false.</summary>
    public int CutBytes => _end - _start;

    /// <summary>Opens a journal; its writer, if there is one, does not notice.</summary>
    /// <param name="offset">Bytes into the plain journal at which a line begins: reading starts there.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened, or is a folder.</exception>
    public static JournalReader Open(string path, long offset = 0) => new(JournalBytes.Open(path, offset));

    /// <summary>The next whole line without its line feed, valid until the next call; false at the end, for now.</summary>
    /// <exception cref="IOException">The file cannot be read, or a line is longer than an array can be (in a compressed journal: than 256 MiB).</exception>
    /// <exception cref="DamagedJournalException">The compressed file is damaged or cut off.</exception>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_searched, _end - _searched).IndexOf(LineFeed);
            if (at >= 0)
            {
                line = _buffer.AsSpan(_start, _searched + at - _start);
                _start = _searched += at + 1;
                return true;
            }

            _searched = _end;
            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    /// <summary>The file's last line, without its line feed, if it is whole and not longer than <paramref name="reach"/>; the place of reading stays.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryReadTail(int reach, out ReadOnlySpan<byte> line)
    {
        var tail = new byte[reach];
        line = tail.AsSpan(0, _bytes.ReadLast(tail, out var isAll));
        if (line.IsEmpty || line[^1] != LineFeed)
            return false;
        line = line[..^1];
        var before = line.LastIndexOf(LineFeed);
        line = line[(before + 1)..];
        return before >= 0 || isAll;
    }

    public void Dispose() => _bytes.Dispose();

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_searched, _end, _start) = (_searched - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length == _bytes.LongestLine)
                throw new IOException($"a line is longer than {_bytes.LongestLine} bytes");
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, _bytes.LongestLine));
        }

        var read = _bytes.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
