using McpBox.Journal;
using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>
/// One direction: read, cut into frames, judge, record, forward. It never reads while recorded bytes still wait to be forwarded, so a
/// peer that stops reading stops the other one from writing, and memory holds one frame at most.
/// </summary>
internal sealed class FrameChannel : IDisposable
{
    private readonly RelayContext _context;
    private readonly FrameBuffer _buffer;
    private readonly FramePeek _peek = new();
    private readonly ChannelEnds _ends;
    private readonly SenderAnswers _answers;
    private bool _paused;
    private OversizeFrame? _oversize;

    public FrameChannel(RelayContext context, ChannelEnds ends)
    {
        (_context, _ends) = (context, ends);
        _answers = new SenderAnswers(context, ends);
        _buffer = new FrameBuffer(context.Options.MaxFrame);
    }

    public JournalDirection Direction => _ends.Direction;

    /// <summary>Descriptor that is read.</summary>
    public int Source => _ends.Source;

    /// <summary>The source has ended, or is not listened to any more.</summary>
    public bool SourceEnded { get; private set; }

    /// <summary>Everything that was read is recorded and forwarded (or has nobody left to go to).</summary>
    public bool IsDrained => _buffer.RunIsEmpty && !_buffer.HasGap && !_paused;

    /// <summary>Recorded bytes wait for the destination.</summary>
    public bool HasUnsent => !_buffer.RunIsEmpty;

    /// <summary>
    /// Why the destination is gone, once that is known. Until then what is meant for it waits: a server that dies closes its stdin a moment
    /// before its end can be seen, and the sender should hear the better reason.
    /// </summary>
    public Departure? Departure { get; set; }

    public bool WantsRead => !SourceEnded && IsDrained && !AwaitsReason && !_answers.AreTooMany;

    private bool AwaitsReason => _ends.Destination.IsGone && Departure is null;

    /// <summary>Reads once and carries on as far as it goes.</summary>
    public void OnReadable()
    {
        var result = _buffer.Fill(_ends.Source);
        if (result.Status is IoStatus.Closed or IoStatus.Failed)
            SourceEnded = true;

        Advance();
    }

    /// <summary>At most 1 MiB that was read before the session began; it is carried on with the first <see cref="Advance"/>.</summary>
    public void Take(ReadOnlySpan<byte> early) => _buffer.Take(early);

    /// <summary>Stops listening to the source; what was read so far is still recorded and forwarded.</summary>
    public void EndSource()
    {
        if (!SourceEnded)
        {
            SourceEnded = true;
            Advance();
        }
    }

    /// <summary>Records and forwards until the destination is full or nothing whole is left.</summary>
    public void Advance()
    {
        do
        {
            Record();
            Forward();
        }
        while (_buffer.RunIsEmpty && _context.Recorder.Failure is null && CanGoOn());
    }

    /// <summary>Carries on where too many answers of mcpbox's own had made it stop.</summary>
    public void Resume()
    {
        if (_paused && _buffer.RunIsEmpty && CanGoOn())
        {
            Advance();
        }
    }

    /// <summary>
    /// After the journal has failed: remembers the requests that were read and will never be forwarded, so that they are answered, too.
    /// </summary>
    public void TrackUnrecorded()
    {
        while (_buffer.TryCut(SourceEnded, out var frame, out _))
        {
            _peek.Read(frame);
            _ends.Track(_peek, frame);
        }
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>What stopped the last round is over: the gap is passed, or the answers have been read.</summary>
    private bool CanGoOn() => _buffer.HasGap ? _buffer.TrySkipGap() : _paused && !_answers.AreTooMany;

    private void Record()
    {
        _paused = false;
        while (!_buffer.HasGap && !AwaitsReason && !_paused && _context.Recorder.Failure is null && TryRecordNext())
        {
            // Frames of one read share one write to the journal.
            _paused = _answers.AreTooMany;
        }

        if (_buffer.IsOverLimit)
        {
            BeginOversize();
        }
        else if (SourceEnded && _oversize is not null && !_buffer.HasGap)
        {
            EndOversize([], FrameEnd.None);
        }

        if (!_context.Recorder.Commit())
        {
            return;
        }

        _ends.PeerRequests.Settle();
        _ends.OwnRequests.Settle();
        _buffer.Publish();
        _answers.Release();
    }

    private bool TryRecordNext()
    {
        if (!_buffer.TryCut(SourceEnded, out var frame, out var end))
        {
            return false;
        }

        if (_oversize is not null || frame.Length > _context.Options.MaxFrame)
        {
            EndOversize(frame, end);
        }
        else
        {
            RecordFrame(frame, end);
        }

        return true;
    }

    private void RecordFrame(ReadOnlySpan<byte> frame, FrameEnd end)
    {
        _peek.Read(frame);
        var departure = _ends.Destination.IsGone ? Departure : null;
        var verdict = departure is not null
            ? Verdict.Deny(departure.Code, departure.Reason)
            : _context.Policies.Decide(Direction, frame, _peek);
        if (verdict.Action == JournalVerdict.Forward)
        {
            var latency = _ends.Track(_peek, frame);
            if (_context.Recorder.Stage(Direction, frame, end, _peek, verdict, latency))
            {
                _buffer.Approve();
            }

            return;
        }

        _context.Recorder.Stage(Direction, frame, end, _peek, verdict, latency: -1);
        if (verdict.Code == RelayCodes.Stray)
        {
            _context.Notices.Stray(frame);
        }
        else
        {
            _answers.Deny(frame, _peek, verdict, departure?.Detail);
        }

        _buffer.TrySkipGap();
    }

    private void BeginOversize()
    {
        _oversize ??= new OversizeFrame();
        _oversize.Append(_buffer.Uncut);
        _buffer.DropUncut();
    }

    /// <summary>
    /// The line feed of a frame above the limit has come: record its head, tell whoever waits (the client gets an error for its request,
    /// or for the request that the server answered at too great a length), and go on with the next frame.
    /// </summary>
    private void EndOversize(ReadOnlySpan<byte> rest, FrameEnd end)
    {
        var oversize = _oversize ?? new OversizeFrame();
        oversize.Append(rest);
        _oversize = null;
        _context.Recorder.Stage(oversize.ToEntry(Direction, end));
        var reason = $"a frame of {oversize.Bytes} bytes is above the limit of {_context.Options.MaxFrame} (session.max_frame)";
        _context.Notices.Say(RelayCodes.FrameTooLarge, $"{reason}; it was not forwarded");
        if (oversize.Kind == FrameKind.Request)
        {
            _answers.Stage(oversize.Id, RelayCodes.FrameTooLarge, reason);
        }
        else if (oversize.Kind == FrameKind.Response)
        {
            _context.FailRequest(_ends.PeerRequests, _ends.Destination, Direction, oversize.Id, new Departure(RelayCodes.FrameTooLarge, reason));
        }

        _buffer.TrySkipGap();
    }

    private void Forward()
    {
        if (!_buffer.RunIsEmpty && !_ends.Destination.IsGone)
            _buffer.RunWritten(_ends.Destination.Write(_buffer.Run));

        if (_ends.Destination.IsGone && Departure is not null && !_buffer.RunIsEmpty)
        {
            _context.Undelivered(Direction, _buffer.Run.Length);
            FailUndelivered(Departure);
            _buffer.DropRun();
        }
    }

    /// <summary>Tells the sender of requests that were recorded and could not be delivered any more.</summary>
    private void FailUndelivered(Departure departure)
    {
        foreach (var line in _buffer.Run.Split((byte)'\n'))
        {
            var frame = _buffer.Run[line];
            _peek.Read(frame);
            foreach (var message in _peek.Messages.Where(message => message.Kind == FrameKind.Request).ToList())
            {
                _context.FailRequest(_ends.OwnRequests, _ends.Replies, _ends.ReplyDirection, frame[message.Id], departure);
            }
        }
    }
}
