namespace McpBox.Relay;

/// <summary>
/// The written end of a session: the server's stdin is closed and it may finish (close grace), then SIGTERM (term grace), then SIGKILL.
/// MCP's own words for it: https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#shutdown
/// </summary>
internal sealed class Shutdown(IServerProcess server, RelayOptions options, TimeProvider time)
{
    private Phase _phase = Phase.Running;
    private long _phaseStart;

    private enum Phase
    {
        Running,
        Closing,
        Terminating,
        Killed,
    }

    /// <summary>True from the first reason to end on.</summary>
    public bool HasBegun => _phase != Phase.Running;

    /// <summary>The server does not get to answer any more.</summary>
    public bool IsKilled => _phase == Phase.Killed;

    /// <summary>Lets the server finish what it has.</summary>
    public void Begin()
    {
        if (_phase == Phase.Running)
        {
            Enter(Phase.Closing);
        }
    }

    /// <summary>Asks the server to end now.</summary>
    public void Terminate()
    {
        if (_phase < Phase.Terminating)
        {
            Enter(Phase.Terminating);
            server.Terminate();
        }
    }

    public void Kill()
    {
        if (_phase < Phase.Killed)
        {
            Enter(Phase.Killed);
            server.Kill();
        }
    }

    /// <summary>Goes on to the next step when its time has come.</summary>
    /// <returns>Milliseconds until there is something to do, rounded up; -1 for never.</returns>
    public int Tick()
    {
        var left = Left();
        if (left is null)
        {
            return -1;
        }

        if (left > TimeSpan.Zero)
        {
            return (int)Math.Min(int.MaxValue, Math.Ceiling(left.Value.TotalMilliseconds));
        }

        if (_phase == Phase.Closing)
        {
            Terminate();
        }
        else
        {
            Kill();
        }

        return Tick();
    }

    private TimeSpan? Left() => _phase switch
    {
        Phase.Closing => options.CloseGrace - time.GetElapsedTime(_phaseStart),
        Phase.Terminating => options.TermGrace - time.GetElapsedTime(_phaseStart),
        _ => null,
    };

    private void Enter(Phase phase) => (_phase, _phaseStart) = (phase, time.GetTimestamp());
}
