namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>Reads a stream only when asked, so that a test decides when a peer stops reading.</summary>
internal sealed class ByteReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    public async Task<byte[]?> ReadLineAsync()
    {
        using var line = new MemoryStream();
        while (await FillAsync())
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var length = feed < 0 ? _end - _start : feed + 1;
            line.Write(_buffer, _start, length);
            _start += length;
            if (feed >= 0)
                break;
        }

        return line.Length == 0 ? null : line.ToArray();
    }

    public async Task<byte[]> ReadToEndAsync()
    {
        using var rest = new MemoryStream();
        while (await FillAsync())
        {
            rest.Write(_buffer, _start, _end - _start);
            _start = _end;
        }

        return rest.ToArray();
    }

    private async Task<bool> FillAsync()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await stream.ReadAsync(_buffer);
        }

        return _end > 0;
    }
}
