using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Io;

/// <summary>
/// A descriptor as a stream, without a buffer: a read takes from the kernel what it gives and nothing more. Waits where the descriptor
/// would block, whichever mode it is in, but no longer than <see cref="Limit"/>.
/// </summary>
/// <param name="descriptor">Owned. For a limit on writes it must be O_NONBLOCK.</param>
public sealed class DescriptorStream(SafeFileHandle descriptor) : Stream
{
    /// <summary>How long one read or write may wait, to the millisecond; without end by default.</summary>
    public TimeSpan Limit { get; set; } = Timeout.InfiniteTimeSpan;

    public SafeFileHandle Descriptor => descriptor;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private int Number => (int)descriptor.DangerousGetHandle();

    /// <summary>Reads what there is, at least a byte; 0 at the end.</summary>
    /// <exception cref="IOException">It failed, or nothing came in time.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (true)
        {
            Await(Io.Descriptor.PollIn);
            var result = Io.Descriptor.Read(Number, buffer);
            if (result.Status is IoStatus.Ok or IoStatus.Closed)
                return result.Count;
            ThrowOnFailure(result);
        }
    }

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">It failed, nobody reads, or nobody read in time.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            Await(Io.Descriptor.PollOut);
            var result = Io.Descriptor.Write(Number, buffer);
            if (result.Status == IoStatus.Closed)
                throw new IOException("nobody reads any more");
            ThrowOnFailure(result);
            buffer = buffer[result.Count..];
        }
    }

    public override int ReadByte()
    {
        Span<byte> single = stackalloc byte[1];
        return Read(single) == 0 ? -1 : single[0];
    }

    public override void WriteByte(byte value) => Write([value]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // There is no buffer.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            descriptor.Dispose();
        base.Dispose(disposing);
    }

    private static void ThrowOnFailure(IoResult result)
    {
        if (result.Status == IoStatus.Failed)
            throw new IOException(Marshal.GetPInvokeErrorMessage(result.Errno));
    }

    private void Await(short events)
    {
        Span<PollFd> entry = [new PollFd { Fd = Number, Events = events }];
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = Limit == Timeout.InfiniteTimeSpan ? -1 : Math.Max(0, (Limit - TimeProvider.System.GetElapsedTime(started)).TotalMilliseconds);
            Io.Descriptor.Poll(entry, (int)Math.Ceiling(left));
            if (entry[0].Revents != 0)
                return;
            if (left == 0)
                throw new IOException($"nothing came or went for {Limit.TotalSeconds} s");
        }
    }
}
