using McpBox.Journal;

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
/// How a session comes to its end, whoever begins it: client, server, a signal or a full disk. Draws the consequences of what the loop has
/// seen; every deadline of the session is here or in <see cref="Shutdown"/>.
/// </summary>
/// <param name="hasClientInput">Whether the client has written something that was not read yet.</param>
internal sealed class Ending(RelayContext context, RelayParts parts, IServerProcess server, Func<bool> hasClientInput)
{
    /// <summary>A server that crashes closes its streams a moment before its end can be seen: wait this long for the better reason.</summary>
    private static readonly TimeSpan ReasonDelay = TimeSpan.FromMilliseconds(250);

    private readonly Shutdown _shutdown = new(server, context.Options, context.Time);
    private RelayEnd? _end;
    private bool _serverInputClosed;
    private bool _serverEnded;
    private bool _failedClosed;
    private int _interrupts;
    private long? _lastPhase;
    private long _taken;
    private long? _outputEnded;
    private long? _inputBroken;

    /// <summary>Nothing is left to be read, forwarded or answered.</summary>
    public bool IsOver =>
        _serverEnded && (_failedClosed ? !parts.FromServer.HasUnsent : parts.FromServer.SourceEnded && parts.FromServer.IsDrained && parts.Stderr.Ended)
        && parts.ClientRequests.Count == 0 && !parts.Client.IsWaiting;

    /// <param name="signal">The last signal that was caught.</param>
    public RelayOutcome Outcome(int signal) =>
        new(_end ?? RelayEnd.ServerEnded, _interrupts > 0 ? signal : 0, parts.Stderr.Tail);

    /// <summary>Draws the consequences of what happened, in the order in which they may depend on each other.</summary>
    public void Settle(bool serverExited)
    {
        if (context.Recorder.Failure is not null)
        {
            FailClosed();
        }

        if (serverExited && !_serverEnded)
        {
            _serverEnded = true;
            _end ??= RelayEnd.ServerEnded;
            parts.Server.MarkGone();
            parts.FromClient.Advance();
        }

        if (parts.Client.IsGone || parts.FromClient.SourceEnded)
        {
            _end ??= RelayEnd.ClientClosed;
            parts.FromClient.EndSource();
            _shutdown.Begin();
        }

        if (parts.FromServer.SourceEnded && !_failedClosed)
        {
            OnServerOutputEnded();
        }

        if (parts.FromClient.SourceEnded && parts.FromClient.IsDrained)
        {
            CloseServerInput();
        }

        SettleUndelivered();
    }

    /// <summary>Nothing can be answered any more: whoever still waits is told, and the server may finish.</summary>
    private void OnServerOutputEnded()
    {
        _outputEnded ??= context.Time.GetTimestamp();
        if (!_serverEnded)
        {
            _shutdown.Begin();
            CloseServerInput();
        }

        var isKnown = _serverEnded ? parts.Stderr.Ended : UntilReason(_outputEnded.Value) <= TimeSpan.Zero;
        if (parts.ClientRequests.Count == 0 || !parts.FromServer.IsDrained || !isKnown)
        {
            return;
        }

        var how = _serverEnded ? server.DescribeEnd() : "closed its stdout";
        context.FailAll(
            parts.ClientRequests, parts.Client, JournalDirection.ServerToClient, RelayCodes.ServerEnded, $"the server {how}", parts.Stderr.Tail);
    }

    /// <summary>Once the server takes nothing any more and why is known: whoever sent what it did not get is told.</summary>
    private void SettleUndelivered()
    {
        if (!parts.Server.IsGone || parts.FromClient.Departure is not null)
        {
            return;
        }

        _inputBroken ??= context.Time.GetTimestamp();
        if (_serverEnded ? !parts.Stderr.Ended : UntilReason(_inputBroken.Value) > TimeSpan.Zero)
        {
            return;
        }

        parts.FromClient.Departure = _serverEnded
            ? new Departure(RelayCodes.ServerEnded, $"the server {server.DescribeEnd()}", parts.Stderr.Tail)
            : new Departure(RelayCodes.ServerInputClosed, "the server has closed its stdin");
        parts.FromClient.Advance();

        // The last look: what the client had written before it could know deserves an answer, too.
        if (!parts.FromClient.SourceEnded && hasClientInput())
        {
            parts.FromClient.OnReadable();
        }
    }

    private TimeSpan UntilReason(long since) => ReasonDelay - context.Time.GetElapsedTime(since);

    private void CloseServerInput()
    {
        if (!_serverInputClosed)
        {
            _serverInputClosed = true;
            parts.Server.MarkGone();
            parts.FromClient.Advance();
            server.CloseInput();
        }
    }

    /// <summary>Somebody wants the session to end: SIGTERM the first time, SIGKILL the second.</summary>
    public void Interrupt()
    {
        _end ??= RelayEnd.Interrupted;
        _interrupts++;
        parts.FromClient.EndSource();
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
        var failure = context.Recorder.Failure!;
        _shutdown.Kill();
        parts.FromClient.EndSource();
        parts.FromServer.EndSource();
        parts.FromClient.TrackUnrecorded();
        CloseServerInput();
        parts.FromServer.Advance();
        context.FailAll(
            parts.ClientRequests, parts.Client, JournalDirection.ServerToClient, RelayCodes.JournalFailed,
            $"the session ended, because its journal cannot be written: {failure.Reason}", failure.Hint);
    }

    /// <summary>Milliseconds for poll(2); -1 for no limit.</summary>
    public int Timeout()
    {
        var next = _shutdown.Tick();
        if (_outputEnded is not null && !_serverEnded && parts.ClientRequests.Count > 0 && parts.FromServer.IsDrained)
        {
            next = Sooner(next, UntilReason(_outputEnded.Value));
        }

        if (_inputBroken is not null && !_serverEnded && parts.FromClient.Departure is null)
        {
            next = Sooner(next, UntilReason(_inputBroken.Value));
        }

        return _serverEnded ? LastPhase() : next;
    }

    /// <summary>The server is gone, and the client gets what is left for it; but one that takes nothing must not keep the session for ever.</summary>
    private int LastPhase()
    {
        if (_lastPhase is null || _taken != parts.Client.Taken)
        {
            (_lastPhase, _taken) = (context.Time.GetTimestamp(), parts.Client.Taken);
        }

        var left = context.Options.CloseGrace + context.Options.TermGrace - context.Time.GetElapsedTime(_lastPhase.Value);
        if (left > TimeSpan.Zero)
        {
            return Milliseconds(left);
        }

        parts.Client.MarkGone();
        parts.FromServer.EndSource();
        parts.FromServer.Advance();
        parts.Stderr.GiveUp();
        _ = parts.ClientRequests.TakeAll();
        return 0;
    }

    private static int Sooner(int milliseconds, TimeSpan time) =>
        milliseconds < 0 ? Milliseconds(time) : Math.Min(milliseconds, Milliseconds(time));

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue);
}
