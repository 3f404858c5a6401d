using McpBox.Journal;
using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>Why a session ended.</summary>
public enum RelayEnd
{
    /// <summary>The server ended by itself.</summary>
    ServerEnded,

    /// <summary>The client closed its side, or went away; the server was then brought to its end.</summary>
    ClientClosed,

    /// <summary>mcpbox was asked to stop by a signal.</summary>
    Interrupted,

    /// <summary>A record could not be written: the session ended closed.</summary>
    JournalFailed,
}

/// <param name="Signal">The signal that interrupted, else 0.</param>
/// <param name="StderrTail">The last lines of the server's stderr.</param>
public sealed record RelayOutcome(RelayEnd End, int Signal, string StderrTail);

/// <summary>
/// Stands between client and server: one thread, one poll(2) loop. A wake-up costs more than the work on a frame, so each frame costs one.
/// </summary>
public sealed class RelayLoop : IDisposable
{
    /// <summary>A server that crashes closes its streams a moment before its end can be seen: wait this long for the better reason.</summary>
    private static readonly TimeSpan ReasonDelay = TimeSpan.FromMilliseconds(250);

    private readonly RelayContext _context;
    private readonly IServerProcess _server;
    private readonly Shutdown _shutdown;
    private readonly WakeUp _wakeUp = new();
    private readonly Outlet _clientOutlet;
    private readonly Outlet _serverOutlet;
    private readonly FrameChannel _fromClient;
    private readonly FrameChannel _fromServer;
    private readonly StderrChannel _stderr;
    private readonly PendingRequests _clientRequests;
    private readonly RelayPolls _polls;
    private volatile int _signal;
    private RelayEnd? _end;
    private bool _serverInputClosed;
    private bool _serverEnded;
    private bool _failedClosed;
    private int _interrupts;
    private long? _lastPhase;
    private long? _outputEnded;
    private long? _inputBroken;

    public RelayLoop(
        RelayEndpoints endpoints, IServerProcess server, FrameRecorder recorder, Notices notices, RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(settings);
        _server = server;
        _context = new RelayContext(settings.Options, recorder, settings.Policies, notices, settings.Time);
        _shutdown = new Shutdown(server, settings.Options, settings.Time);
        _clientOutlet = new Outlet(endpoints.ClientOutput);
        _serverOutlet = new Outlet(server.Input);
        _clientRequests = new PendingRequests(settings.Time);
        var serverRequests = new PendingRequests(settings.Time);
        _fromClient = new FrameChannel(_context, new ChannelEnds
        {
            Direction = JournalDirection.ClientToServer,
            Source = endpoints.ClientInput,
            Destination = _serverOutlet,
            Replies = _clientOutlet,
            OwnRequests = _clientRequests,
            PeerRequests = serverRequests,
        });
        _fromServer = new FrameChannel(_context, new ChannelEnds
        {
            Direction = JournalDirection.ServerToClient,
            Source = server.Output,
            Destination = _clientOutlet,
            Replies = _serverOutlet,
            OwnRequests = serverRequests,
            PeerRequests = _clientRequests,
        })
        {
            Departure = new Departure(RelayCodes.ClientGone, "the client no longer reads"),
        };
        _stderr = new StderrChannel(_context, server.Diagnostics);
        _polls = new RelayPolls(endpoints.ClientInput, server.Exit, _wakeUp.Fd);
    }

    /// <summary>Asks the session to end; a second time, at once. From any thread.</summary>
    public void Interrupt(int signal)
    {
        _signal = signal;
        _wakeUp.Signal();
    }

    /// <summary>Relays until both sides are done.</summary>
    public RelayOutcome Run()
    {
        while (!IsOver())
        {
            _polls.Wait(_fromClient, _fromServer, _stderr, _clientOutlet, _serverOutlet, _context.Notices, Timeout());
            Dispatch();
        }

        return new RelayOutcome(_end ?? RelayEnd.ServerEnded, _interrupts > 0 ? _signal : 0, _stderr.Tail);
    }

    public void Dispose()
    {
        _fromClient.Dispose();
        _fromServer.Dispose();
        _wakeUp.Dispose();
    }

    private bool IsOver() =>
        _serverEnded && (_failedClosed ? !_fromServer.HasUnsent : _fromServer.SourceEnded && _fromServer.IsDrained && _stderr.Ended)
        && _clientRequests.Count == 0 && !_clientOutlet.IsWaiting;

    private void Dispatch()
    {
        if (_polls.IsReady(RelayPolls.Wake))
        {
            OnInterrupt();
        }

        if (_polls.IsReady(RelayPolls.ServerOutput))
        {
            _fromServer.OnReadable();
        }

        if (_polls.IsReady(RelayPolls.ClientInput))
        {
            _fromClient.OnReadable();
        }

        if (_polls.IsReady(RelayPolls.ServerDiagnostics))
        {
            _stderr.OnReadable();
        }

        if (_polls.IsReady(RelayPolls.Diagnostics))
        {
            _context.Notices.Flush();
        }

        OnWritable(RelayPolls.ClientOutput, _clientOutlet, _fromServer);
        OnWritable(RelayPolls.ServerInput, _serverOutlet, _fromClient);
        Settle(_polls.IsReady(RelayPolls.ServerExit));
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

    /// <summary>Draws the consequences of what happened, in the order in which they may depend on each other.</summary>
    private void Settle(bool serverExited)
    {
        if (_context.Recorder.Failure is not null)
        {
            FailClosed();
        }

        if (serverExited && !_serverEnded)
        {
            _serverEnded = true;
            _end ??= RelayEnd.ServerEnded;
            _serverOutlet.MarkGone();
            _fromClient.Advance();
        }

        if (_clientOutlet.IsGone || _fromClient.SourceEnded)
        {
            _end ??= RelayEnd.ClientClosed;
            _fromClient.EndSource();
            _shutdown.Begin();
        }

        if (_fromServer.SourceEnded && !_failedClosed)
        {
            OnServerOutputEnded();
        }

        if (_fromClient.SourceEnded && !_fromClient.HasUnsent)
        {
            CloseServerInput();
        }

        SettleUndelivered();
    }

    /// <summary>Nothing can be answered any more: whoever still waits is told, and the server may finish.</summary>
    private void OnServerOutputEnded()
    {
        _outputEnded ??= _context.Time.GetTimestamp();
        if (!_serverEnded)
        {
            _shutdown.Begin();
            CloseServerInput();
        }

        var isKnown = _serverEnded ? _stderr.Ended : UntilReason(_outputEnded.Value) <= TimeSpan.Zero;
        if (_clientRequests.Count == 0 || !_fromServer.IsDrained || !isKnown)
        {
            return;
        }

        var how = _serverEnded ? _server.DescribeEnd() : "closed its stdout";
        _context.FailAll(
            _clientRequests, _clientOutlet, JournalDirection.ServerToClient, RelayCodes.ServerEnded, $"the server {how}", _stderr.Tail);
    }

    /// <summary>Once the server takes nothing any more and why is known: whoever sent what it did not get is told.</summary>
    private void SettleUndelivered()
    {
        if (!_serverOutlet.IsGone || _fromClient.Departure is not null)
        {
            return;
        }

        _inputBroken ??= _context.Time.GetTimestamp();
        if (_serverEnded ? !_stderr.Ended : UntilReason(_inputBroken.Value) > TimeSpan.Zero)
        {
            return;
        }

        _fromClient.Departure = _serverEnded
            ? new Departure(RelayCodes.ServerEnded, $"the server {_server.DescribeEnd()}", _stderr.Tail)
            : new Departure(RelayCodes.ServerInputClosed, "the server has closed its stdin");
        _fromClient.Advance();

        // The last look: what the client had written before it could know deserves an answer, too.
        if (!_fromClient.SourceEnded && _polls.HasClientInput())
        {
            _fromClient.OnReadable();
        }
    }

    private TimeSpan UntilReason(long since) => ReasonDelay - _context.Time.GetElapsedTime(since);

    private void CloseServerInput()
    {
        if (!_serverInputClosed)
        {
            _serverInputClosed = true;
            _serverOutlet.MarkGone();
            _fromClient.Advance();
            _server.CloseInput();
        }
    }

    private void OnInterrupt()
    {
        _wakeUp.Clear();
        _end ??= RelayEnd.Interrupted;
        _interrupts++;
        _fromClient.EndSource();
        CloseServerInput();
        if (_interrupts > 1)
        {
            _shutdown.Kill();
        }
        else
        {
            _shutdown.Terminate();
        }
    }

    /// <summary>What is not recorded is not forwarded: the server is killed, and whoever waits for an answer is told why none comes.</summary>
    private void FailClosed()
    {
        if (_failedClosed)
        {
            return;
        }

        _failedClosed = true;
        _end = RelayEnd.JournalFailed;
        var failure = _context.Recorder.Failure!;
        _shutdown.Kill();
        _fromClient.EndSource();
        _fromServer.EndSource();
        _fromClient.TrackUnrecorded();
        CloseServerInput();
        _fromServer.Advance();
        _context.FailAll(
            _clientRequests, _clientOutlet, JournalDirection.ServerToClient, RelayCodes.JournalFailed,
            $"the session ended, because its journal cannot be written: {failure.Reason}", failure.Hint);
    }

    /// <summary>Milliseconds for poll(2); -1 for no limit.</summary>
    private int Timeout()
    {
        var next = _shutdown.Tick();
        if (_outputEnded is not null && !_serverEnded && _clientRequests.Count > 0)
        {
            next = Sooner(next, UntilReason(_outputEnded.Value));
        }

        if (_inputBroken is not null && !_serverEnded && _fromClient.Departure is null)
        {
            next = Sooner(next, UntilReason(_inputBroken.Value));
        }

        return _serverEnded && (_shutdown.HasBegun || _failedClosed) ? LastPhase() : next;
    }

    /// <summary>A client that neither reads nor leaves must not keep an ended session for ever.</summary>
    private int LastPhase()
    {
        _lastPhase ??= _context.Time.GetTimestamp();
        var left = _context.Options.CloseGrace + _context.Options.TermGrace - _context.Time.GetElapsedTime(_lastPhase.Value);
        if (left > TimeSpan.Zero)
        {
            return Milliseconds(left);
        }

        _clientOutlet.MarkGone();
        _fromServer.EndSource();
        _fromServer.Advance();
        _stderr.GiveUp();
        _ = _clientRequests.TakeAll();
        return 0;
    }

    private static int Sooner(int milliseconds, TimeSpan time) =>
        milliseconds < 0 ? Milliseconds(time) : Math.Min(milliseconds, Milliseconds(time));

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue);
}
