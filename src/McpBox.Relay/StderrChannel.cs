using System.Text;
using McpBox.Journal;
using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>The server's stderr: always drained, recorded line by line, shown to people, never parsed.</summary>
internal sealed class StderrChannel(RelayContext context, int source)
{
    /// <summary>Longer lines are recorded in pieces.</summary>
    private const int LineLimit = 64 << 10;

    private const int TailLimit = 2048;

    private readonly byte[] _buffer = new byte[LineLimit];
    private readonly byte[] _tail = new byte[TailLimit];
    private int _count;
    private int _tailCount;

    public int Source => source;

    public bool Ended { get; private set; }

    /// <summary>The last lines, for the message about how the server ended.</summary>
    public string Tail => Encoding.UTF8.GetString(_tail.AsSpan(0, _tailCount)).Trim();

    public void OnReadable()
    {
        var result = Descriptor.Read(source, _buffer.AsSpan(_count));
        _count += result.Count;
        Ended = result.Status is IoStatus.Closed or IoStatus.Failed;
        var taken = StageLines();
        if (taken > 0 && context.Recorder.Commit())
        {
            context.Notices.Write(_buffer.AsSpan(0, taken));
            Remember(_buffer.AsSpan(0, taken));
        }

        _buffer.AsSpan(taken, _count - taken).CopyTo(_buffer);
        _count -= taken;
    }

    /// <summary>Stops waiting for the end of the stream.</summary>
    public void GiveUp() => Ended = true;

    private int StageLines()
    {
        var taken = 0;
        while (taken < _count)
        {
            var rest = _buffer.AsSpan(taken, _count - taken);
            var lineFeed = rest.IndexOf((byte)'\n');
            if (lineFeed < 0 && !Ended && rest.Length < LineLimit)
            {
                break;
            }

            var line = lineFeed < 0 ? rest : rest[..lineFeed];
            Stage(line, lineFeed < 0);
            taken += lineFeed < 0 ? rest.Length : lineFeed + 1;
        }

        return taken;
    }

    private void Stage(ReadOnlySpan<byte> line, bool isPiece)
    {
        var carriageReturn = !isPiece && line.EndsWith("\r"u8);
        var text = carriageReturn ? line[..^1] : line;
        context.Recorder.Stage(new JournalEntry
        {
            Direction = JournalDirection.Stderr,
            Kind = JournalKind.Text,
            Verdict = JournalVerdict.Forward,
            Frame = text,
            End = isPiece ? FrameEnd.None : carriageReturn ? FrameEnd.CrLf : FrameEnd.Lf,
            LatencyMicroseconds = -1,
            WireBytes = text.Length,
        });
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        var keep = Math.Min(_tailCount, Math.Max(0, TailLimit - bytes.Length));
        _tail.AsSpan(_tailCount - keep, keep).CopyTo(_tail);
        var last = bytes[Math.Max(0, bytes.Length - TailLimit)..];
        last.CopyTo(_tail.AsSpan(keep));
        _tailCount = keep + last.Length;
    }
}
