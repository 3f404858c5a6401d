namespace McpBox.Cli.Replay;

/// <summary>What takes a line.</summary>
internal delegate void LineTaker(ReadOnlySpan<byte> line);

/// <summary>Cuts a stream into lines.</summary>
/// <param name="longest">Bytes of a line; a longer one is given in pieces.</param>
internal sealed class LineSplitter(int longest, LineTaker take)
{
    private byte[] _held = new byte[4096];
    private int _length;

    /// <summary>Takes what was read, and gives every line that is whole, without its ending.</summary>
    public void Add(ReadOnlySpan<byte> read)
    {
        while (read.IndexOf((byte)'\n') is var at and >= 0)
        {
            Hold(read[..at]);
            Give();
            read = read[(at + 1)..];
        }

        Hold(read);
    }

    /// <summary>Gives what has come since the last line feed.</summary>
    public void End()
    {
        if (_length > 0)
            Give();
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        while (part.Length > longest - _length)
        {
            var room = longest - _length;
            Keep(part[..room]);
            Give();
            part = part[room..];
        }

        Keep(part);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_length + part.Length > _held.Length)
            Array.Resize(ref _held, (int)Math.Min(longest, Math.Max(2L * _held.Length, _length + part.Length)));
        part.CopyTo(_held.AsSpan(_length));
        _length += part.Length;
    }

    private void Give()
    {
        var line = _held.AsSpan(0, _length);
        _length = 0;
        take(line.EndsWith("\r"u8) ? line[..^1] : line);
    }
}
