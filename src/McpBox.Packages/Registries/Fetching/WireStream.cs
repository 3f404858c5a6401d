using McpBox.Sandbox;

namespace McpBox.Packages.Registries.Fetching;

/// <summary>A body as it comes over the wire: counted, bounded, and in time. Asynchronous reads only, since only those can be given up.</summary>
internal sealed class WireStream(Stream body, long limit, TransferBudget budget, Deadline deadline, TimeSpan silence) : Stream
{
    private long _count;

    public required Refusal TooMuch { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="PackageException">More came than may.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        deadline.Expect(silence);
        var count = await body.ReadAsync(buffer, deadline.Token);
        _count += count;
        budget.TakeBytes(count);
        return _count <= limit ? count : throw new PackageException(TooMuch);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
