using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>
/// The writing end of a direction. Takes runs of whole frames from a channel, and frames of mcpbox's own, which go out between two
/// frames, never inside one.
/// </summary>
internal sealed class Outlet(NonBlockingWriter writer)
{
    private byte[] _own = new byte[1024];
    private int _ownStart;
    private int _ownEnd;
    private bool _insideFrame;
    private byte _lastByte = (byte)'\n';

    public int Fd => writer.Fd;

    /// <summary>Nobody reads any more; everything that is still written is lost.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Bytes that the reader has taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Bytes of our own that wait.</summary>
    public int Backlog => _ownEnd - _ownStart;

    /// <summary>True when poll(2) should say when more can be written.</summary>
    public bool IsWaiting => !IsGone && (_insideFrame || Backlog > 0);

    /// <summary>Queues a frame of mcpbox's own, line feed included.</summary>
    public void Enqueue(ReadOnlySpan<byte> frame)
    {
        if (IsGone)
        {
            return;
        }

        if (_ownStart > 0 && _own.Length - _ownEnd < frame.Length)
        {
            // A reader that is always a little behind must not make this grow without end.
            _own.AsSpan(_ownStart, Backlog).CopyTo(_own);
            (_ownStart, _ownEnd) = (0, Backlog);
        }

        if (_own.Length - _ownEnd < frame.Length)
        {
            Array.Resize(ref _own, Math.Max(_own.Length * 2, _ownEnd + frame.Length));
        }

        frame.CopyTo(_own.AsSpan(_ownEnd));
        _ownEnd += frame.Length;
    }

    /// <summary>Writes as much of a run of whole frames as goes now.</summary>
    /// <returns>Bytes written; the rest has to be offered again.</returns>
    public int Write(ReadOnlySpan<byte> run)
    {
        if (run.IsEmpty)
        {
            _ = _insideFrame || IsGone || FlushOwn();
            return 0;
        }

        var written = 0;
        if (_insideFrame || FlushOwn())
        {
            written = WriteAll(run);
            _insideFrame = written < run.Length && !IsGone;
        }

        if (!_insideFrame && !IsGone)
        {
            FlushOwn();
        }

        return written;
    }

    public void MarkGone()
    {
        IsGone = true;
        (_ownStart, _ownEnd, _insideFrame) = (0, 0, false);
    }

    /// <returns>True when none of our own bytes wait any more.</returns>
    private bool FlushOwn()
    {
        if (Backlog == 0)
        {
            return true;
        }

        if (_lastByte != (byte)'\n' && WriteAll("\n"u8) == 0)
        {
            return false;
        }

        _ownStart += WriteAll(_own.AsSpan(_ownStart, Backlog));
        // A frame of ours that is cut short must be finished before anything else, which holds because it is flushed first.
        _lastByte = (byte)'\n';
        if (Backlog > 0)
        {
            return false;
        }

        (_ownStart, _ownEnd) = (0, 0);
        return true;
    }

    private int WriteAll(ReadOnlySpan<byte> bytes)
    {
        var done = 0;
        while (done < bytes.Length)
        {
            var result = writer.Write(bytes[done..]);
            if (result.Status != IoStatus.Ok)
            {
                if (result.Status != IoStatus.WouldBlock)
                {
                    MarkGone();
                }

                break;
            }

            done += result.Count;
            Taken += result.Count;
            _lastByte = bytes[done - 1];
        }

        return done;
    }
}
