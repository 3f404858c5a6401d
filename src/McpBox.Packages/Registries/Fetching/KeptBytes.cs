namespace McpBox.Packages.Registries.Fetching;

/// <summary>Bytes in memory or in a nameless file, for as long as somebody reads them: a count of owners, of which the last closes the file.</summary>
internal sealed class KeptBytes
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly FileStream? _file;
    private int _owners = 1;

    /// <param name="file">Owned; null when all is in memory.</param>
    public KeptBytes(ReadOnlyMemory<byte> memory, FileStream? file, long length) => (_memory, _file, Length) = (memory, file, length);

    public long Length { get; }

    public int Read(Span<byte> buffer, long offset)
    {
        if (_file is not null)
            return RandomAccess.Read(_file.SafeFileHandle, buffer, offset);
        if (offset >= Length)
            return 0;
        var rest = _memory.Span[(int)offset..];
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        return rest.Length;
    }

    public void Own()
    {
        var owners = Volatile.Read(ref _owners);
        while (owners > 0)
        {
            var seen = Interlocked.CompareExchange(ref _owners, owners + 1, owners);
            if (seen == owners)
                return;
            owners = seen;
        }

        throw new ObjectDisposedException(nameof(RegistryFile));
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            _file?.Dispose();
    }
}

/// <summary>One reader of <see cref="KeptBytes"/>.</summary>
internal sealed class KeptStream : Stream
{
    private readonly KeptBytes _bytes;
    private long _position;
    private bool _closed;

    public KeptStream(KeptBytes bytes)
    {
        bytes.Own();
        _bytes = bytes;
    }

    public override bool CanRead => !_closed;

    public override bool CanSeek => !_closed;

    public override bool CanWrite => false;

    public override long Length => _bytes.Length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new IOException("a position before the beginning");
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var count = _bytes.Read(buffer, _position);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> single = stackalloc byte[1];
        return Read(single) == 0 ? -1 : single[0];
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            _bytes.Release();
        }

        base.Dispose(disposing);
    }
}
