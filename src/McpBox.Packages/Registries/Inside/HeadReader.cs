namespace McpBox.Packages.Registries.Inside;

/// <summary>Cuts a connection into request heads. There are no bodies, so what follows a head is the next one.</summary>
internal sealed class HeadReader(Stream connection, int limit)
{
    private readonly byte[] _buffer = new byte[limit];
    private int _start;
    private int _end;

    /// <summary>The next head without its empty line, good until the next call; null at the end of the connection.</summary>
    /// <exception cref="UnclearRequestException">It is too long.</exception>
    /// <exception cref="IOException">The connection broke, or ended within a head.</exception>
    public ReadOnlyMemory<byte>? Next()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        for (var seen = 0; ;)
        {
            var at = _buffer.AsSpan(seen, _end - seen).IndexOf("\r\n\r\n"u8);
            if (at >= 0)
            {
                _start = seen + at + 4;
                return _buffer.AsMemory(0, seen + at);
            }

            seen = Math.Max(0, _end - 3);
            if (_end == _buffer.Length)
                throw new UnclearRequestException($"its head is longer than {limit} bytes", 431);
            var count = connection.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return _end == 0 ? null : throw new EndOfStreamException();
            _end += count;
        }
    }
}
