using McpBox.Journal;
using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>
/// The bytes of one direction between reading and forwarding, in the order in which they stand:
/// <c>[run: recorded, being forwarded][approved: staged][gap: one frame that is not forwarded][uncut bytes]</c>.
/// Frames are views into it; nothing is copied but the uncut rest when a new read starts at the front.
/// </summary>
internal sealed class FrameBuffer(int maxFrame) : IDisposable
{
    // A read takes what a pipe of 1 MiB holds; what was touched beyond KeepResident goes back to the kernel after a large frame.
    private const int ReadSize = 1 << 20;
    private const int SmallRead = 128 << 10;
    private const int KeepResident = 2 << 20;

    private readonly LazyMemory _memory = new(maxFrame + ReadSize);
    private int _runStart;
    private int _runEnd;
    private int _approved;
    private int _cut;
    private int _scanned;
    private int _end;
    private int _highest;

    /// <summary>Recorded bytes that wait to be forwarded.</summary>
    public ReadOnlySpan<byte> Run => _memory.Span[_runStart.._runEnd];

    public bool RunIsEmpty => _runStart == _runEnd;

    /// <summary>Bytes that belong to a frame whose end has not been read yet.</summary>
    public ReadOnlySpan<byte> Uncut => _memory.Span[_cut.._end];

    /// <summary>The frame that is being read is already above the limit.</summary>
    public bool IsOverLimit => _scanned == _end && _end - _cut > maxFrame + (Uncut.EndsWith("\r"u8) ? 1 : 0);

    /// <summary>A frame that is not forwarded stands behind frames that are: those have to be written before the next can be cut.</summary>
    public bool HasGap => _cut != _approved;

    public void RunWritten(int count) => _runStart += count;

    public void DropRun() => _runStart = _runEnd;

    /// <summary>Reads once. Only when the run is empty: backpressure is that we do not read.</summary>
    public IoResult Fill(int fd)
    {
        MoveToFront();
        var room = Math.Min(_end == 0 ? SmallRead : ReadSize, _memory.Length - _end);
        var result = Descriptor.Read(fd, _memory.Span.Slice(_end, room));
        _end += result.Count;
        _highest = Math.Max(_highest, _end);
        return result;
    }

    /// <summary>Takes bytes that were read before, as if they were read now. Only while nothing was read yet.</summary>
    public void Take(ReadOnlySpan<byte> early)
    {
        early.CopyTo(_memory.Span);
        _end = _highest = early.Length;
    }

    /// <summary>Cuts the next frame off the uncut bytes.</summary>
    /// <param name="atEnd">True when no more bytes will come: then a rest without line feed is a frame, too.</param>
    public bool TryCut(bool atEnd, out ReadOnlySpan<byte> frame, out FrameEnd end)
    {
        var span = _memory.Span;
        var lineFeed = span[_scanned.._end].IndexOf((byte)'\n');
        if (lineFeed < 0)
        {
            _scanned = _end;
            frame = span[_cut.._end];
            end = FrameEnd.None;
            if (!atEnd || frame.IsEmpty)
            {
                return false;
            }

            _cut = _end;
            return true;
        }

        var line = span[_cut..(_scanned + lineFeed)];
        var carriageReturn = line.EndsWith("\r"u8);
        frame = carriageReturn ? line[..^1] : line;
        end = carriageReturn ? FrameEnd.CrLf : FrameEnd.Lf;
        _cut = _scanned = _scanned + lineFeed + 1;
        return true;
    }

    /// <summary>The frame that was just cut may be forwarded once it is recorded.</summary>
    public void Approve() => _approved = _cut;

    /// <summary>The approved frames are recorded: they join the run.</summary>
    public void Publish() => _runEnd = _approved;

    /// <summary>Passes over a frame that is not forwarded, unless something before it still waits.</summary>
    public bool TrySkipGap()
    {
        if (_approved != _runStart)
        {
            return false;
        }

        _runStart = _runEnd = _approved = _cut;
        return true;
    }

    /// <summary>Forgets everything that is uncut (the rest of a frame above the limit).</summary>
    public void DropUncut() => _end = _scanned = _cut;

    public void Dispose() => _memory.Dispose();

    private void MoveToFront()
    {
        if (_cut == 0)
        {
            return;
        }

        var rest = _end - _cut;
        _memory.Span[_cut.._end].CopyTo(_memory.Span);
        (_runStart, _runEnd, _approved, _scanned, _end) = (0, 0, 0, _scanned - _cut, rest);
        _cut = 0;
        if (_highest > KeepResident && rest < SmallRead)
        {
            _memory.Release(SmallRead);
            _highest = 0;
        }
    }
}
