using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>
/// Stands between client and server: one thread, one poll(2) loop. A wake-up costs more than the work on a frame, so each frame costs one.
/// </summary>
public sealed class RelayLoop : IDisposable
{
    private readonly Notices _notices;
    private readonly WakeUp _wakeUp = new();
    private readonly RelayParts _parts;
    private readonly RelayPolls _polls;
    private readonly Ending _ending;
    private readonly FrameRecorder _recorder;
    private readonly bool _hasEarly;
    private readonly PostedEvents _posted;
    private volatile int _signal;
    private int _interrupted;

    public RelayLoop(
        RelayEndpoints endpoints, IServerProcess server, FrameRecorder recorder, Notices notices, RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(settings);
        _notices = notices;
        _recorder = recorder;
        var context = new RelayContext(settings.Options, recorder, settings.Policies, notices, settings.Time);
        _parts = new RelayParts(context, endpoints, server);
        _parts.FromClient.Take(endpoints.Early.Span);
        _hasEarly = !endpoints.Early.IsEmpty;
        _polls = new RelayPolls(endpoints.ClientInput, server.Exit, _wakeUp.Fd);
        _posted = new PostedEvents(recorder, _parts.ClientRequests, _wakeUp.Signal);
        _ending = new Ending(context, _parts, server, _polls.HasClientInput);
    }

    /// <summary>Asks the session to end; a second time, at once. From any thread.</summary>
    public void Interrupt(int signal)
    {
        _signal = signal;
        Interlocked.Exchange(ref _interrupted, 1);
        _wakeUp.Signal();
    }

    /// <summary>
    /// Has an event recorded by the session's thread, with the requests of the client that are in flight. From any thread; also after <see cref="Run"/>, until
    /// <see cref="Finish"/>.
    /// </summary>
    /// <param name="kind">As with <see cref="FrameRecorder.Event"/>.</param>
    /// <param name="dataJson">One JSON object without CR or LF, and with at least one member.</param>
    /// <returns>True once it is recorded; false when it was not and will not be.</returns>
    public Task<bool> PostAsync(string kind, byte[] dataJson) => _posted.PostAsync(kind, dataJson);

    /// <summary>After <see cref="Run"/>: records what is posted until the task is done, and nothing from then on.</summary>
    public void Finish(Task others)
    {
        ArgumentNullException.ThrowIfNull(others);
        _ = others.ContinueWith(_ => _wakeUp.Signal(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        while (!others.IsCompleted)
        {
            Span<PollFd> wake = [new PollFd { Fd = _wakeUp.Fd, Events = Descriptor.PollIn }];
            Descriptor.Poll(wake, -1);
            _wakeUp.Clear();
            _posted.Record();
        }

        _posted.End();
    }

    /// <summary>Relays until both sides are done.</summary>
    public RelayOutcome Run()
    {
        if (_hasEarly)
        {
            _parts.FromClient.Advance();
        }

        while (!_ending.IsOver)
        {
            _polls.Wait(_parts, _notices, Timeout());
            Dispatch();
        }

        return _ending.Outcome(_signal);
    }

    public void Dispose()
    {
        _parts.Dispose();
        _wakeUp.Dispose();
    }

    /// <summary>Milliseconds for poll(2), -1 for no limit: until the session's next deadline, or until the journal wants to sign.</summary>
    private int Timeout()
    {
        var ending = _ending.Timeout();
        if (_recorder.UntilCheckpoint is not { } left)
        {
            return ending;
        }

        var checkpoint = (int)Math.Clamp(left.TotalMilliseconds + 1, 0, int.MaxValue);
        return ending < 0 ? checkpoint : Math.Min(ending, checkpoint);
    }

    private void Dispatch()
    {
        if (_polls.IsReady(RelayPolls.Wake))
        {
            _wakeUp.Clear();
            if (Interlocked.Exchange(ref _interrupted, 0) != 0)
            {
                _ending.Interrupt();
            }

            _posted.Record();
        }

        if (_polls.IsReady(RelayPolls.ServerOutput))
        {
            _parts.FromServer.OnReadable();
        }

        if (_polls.IsReady(RelayPolls.ClientInput))
        {
            _parts.FromClient.OnReadable();
        }

        if (_polls.IsReady(RelayPolls.ServerDiagnostics))
        {
            _parts.Stderr.OnReadable();
        }

        if (_polls.IsReady(RelayPolls.Diagnostics))
        {
            _notices.Flush();
        }

        OnWritable(RelayPolls.ClientOutput, _parts.Client, _parts.FromServer);
        OnWritable(RelayPolls.ServerInput, _parts.Server, _parts.FromClient);
        ResumeAfterReplies();
        _ = _recorder.Checkpoint();
        _ending.Settle(_polls.IsReady(RelayPolls.ServerExit));
    }

    // A direction that waited for its sender to read mcpbox's answers goes on where it stopped.
    private void ResumeAfterReplies()
    {
        _parts.FromClient.Resume();
        _parts.FromServer.Resume();
    }

    private void OnWritable(int index, Outlet outlet, FrameChannel channel)
    {
        if (_polls.IsBroken(index))
        {
            outlet.MarkGone();
        }

        if (_polls.IsReady(index))
        {
            channel.Advance();
            outlet.Write([]);
        }
    }
}
