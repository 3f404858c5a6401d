using System.Net.Sockets;
using McpBox.Engines.Docker.Api.Streams;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// An attached container as one stream: what is written goes to its stdin, what is read is its stdout. What it says on stderr is kept aside.
/// Reads no byte that is not asked for: what follows the talk with the init is the server's.
/// </summary>
internal sealed class AttachTalk(HijackedStream attached) : Stream
{
    private const int Piece = 32 << 10;

    /// <summary>An init says a few lines at most; a container that says more is not one.</summary>
    private const int LongestWords = 64 << 10;

    private readonly byte[] _buffer = new byte[Piece];
    private readonly StreamDemultiplexer _demultiplexer = new();
    private readonly MemoryStream _words = new();
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What came on stderr meanwhile.</summary>
    public ReadOnlySpan<byte> Words => _words.GetBuffer().AsSpan(0, (int)_words.Length);

    /// <exception cref="IOException">The stream broke, or is none of a container's.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (!TryTake(buffer.Length, out var output, out var payload))
            {
                if (!Fill())
                    return 0;
            }
            else if (output == ContainerOutput.Stdout)
            {
                payload.AsSpan().CopyTo(buffer);
                return payload.Count;
            }
            else
            {
                Keep(payload);
            }
        }

        return 0;
    }

    /// <summary>Takes what there is of any stream, blocking until there is something.</summary>
    /// <param name="payload">Holds until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="IOException">The stream broke, or is none of a container's.</exception>
    public bool TryReadAny(out ContainerOutput output, out ArraySegment<byte> payload)
    {
        while (!TryTake(Piece, out output, out payload))
        {
            if (!Fill())
                return false;
        }

        return true;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            attached.Write(buffer);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // There is no buffer.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <param name="most">Bytes that are looked at, so that no payload is longer.</param>
    /// <returns>False when more has to be read first.</returns>
    private bool TryTake(int most, out ContainerOutput output, out ArraySegment<byte> payload)
    {
        while (_start < _end)
        {
            ReadOnlySpan<byte> input = _buffer.AsSpan(_start, Math.Min(_end - _start, most));
            var before = input.Length;
            var taken = Demultiplex(ref input, out output, out var slice);
            _start += before - input.Length;
            if (taken)
            {
                // What was taken last is what was handed out.
                payload = new ArraySegment<byte>(_buffer, _start - slice.Length, slice.Length);
                return true;
            }
        }

        (output, payload) = (default, default);
        return false;
    }

    private bool Demultiplex(ref ReadOnlySpan<byte> input, out ContainerOutput output, out ReadOnlySpan<byte> payload)
    {
        try
        {
            return _demultiplexer.TryTake(ref input, out output, out payload);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private bool Fill()
    {
        try
        {
            _start = _end = 0;
            _end = attached.Read(_buffer);
            return _end > 0;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>The ways in which transports say that they broke, but for the one that streams have for it.</summary>
    private static bool IsBreak(Exception exception) => exception is SocketException or TimeoutException or ObjectDisposedException;

    private void Keep(ReadOnlySpan<byte> words)
    {
        if (_words.Length + words.Length > LongestWords)
            throw new IOException("the container says too much on stderr for an init");
        _words.Write(words);
    }
}
