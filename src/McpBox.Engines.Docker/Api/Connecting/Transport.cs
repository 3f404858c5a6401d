namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>Bytes to and from a daemon. One thread may read while another writes.</summary>
internal abstract class Transport : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Tells the other side that nothing more will be written; reading goes on.</summary>
    /// <exception cref="IOException">This kind of connection has no such half, or it is gone.</exception>
    public abstract void CloseWrite();

    /// <summary>Ends both directions at once: a read that waits on another thread comes back with the end of the stream or an error.</summary>
    public abstract void Abort();

    public abstract override int Read(Span<byte> buffer);

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Complete when it returns: SslStream's shutdown has no synchronous form, and must not leave its thread.</summary>
    public sealed override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public sealed override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
