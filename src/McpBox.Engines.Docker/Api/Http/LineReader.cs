namespace McpBox.Engines.Docker.Api.Http;

/// <summary>A buffer in front of a connection: lines for the head, and then whatever else was read with them.</summary>
internal sealed class LineReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its CR LF.</summary>
    /// <exception cref="InvalidDataException">The line is longer than <paramref name="limit"/> bytes, or the stream ends in it.</exception>
    public byte[] ReadLine(int limit)
    {
        var line = new List<byte>();
        for (int next; (next = ReadByte()) != '\n';)
        {
            if (next < 0)
                throw new InvalidDataException(line.Count == 0 ? "the connection was closed without an answer" : "the answer ends in a line");
            if (line.Count >= limit)
                throw new InvalidDataException("a line of the answer is too long");
            line.Add((byte)next);
        }

        if (line is [.., (byte)'\r'])
            line.RemoveAt(line.Count - 1);
        return [.. line];
    }

    /// <summary>What is in the buffer, else what the stream has. 0 at its end.</summary>
    public int Read(Span<byte> target)
    {
        if (_start == _end)
            return target.IsEmpty ? 0 : stream.Read(target);
        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    private int ReadByte()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, stream.Read(_buffer, 0, _buffer.Length));
            if (_end == 0)
                return -1;
        }

        return _buffer[_start++];
    }
}
