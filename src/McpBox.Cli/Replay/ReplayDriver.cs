using McpBox.Journal.Replaying;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;

namespace McpBox.Cli.Replay;

/// <summary>How a replay went.</summary>
/// <param name="ProcessId">Of the mcpbox that ran the server.</param>
/// <param name="ExitCode">Of the same, as a shell would say it.</param>
/// <param name="Stopped">Why not everything was sent or waited for; null when it was.</param>
internal sealed record PlayedSession(int ProcessId, int ExitCode, string? Stopped);

/// <summary>
/// The client's part: starts <c>mcpbox run</c> as a client would, writes what the player says and tells it what came. One thread that waits in poll(2).
/// </summary>
/// <param name="said">Takes each line of stderr.</param>
internal sealed class ReplayDriver(ReplayPlayer player, TimeSpan timeout, LineTaker said)
{
    // Of a line above it, pieces are taken for lines: no frame is one, and of stderr nothing is lost.
    private const int LongestFrame = 96 << 20;
    private const int LongestWords = 64 << 10;
    private const long MostReceived = 256L << 20;

    /// <summary>How long a message is waited for that nothing else depends on, such as a notification after the last answer.</summary>
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(5);

    /// <summary>After its input ended, the server has its profile's grace; this is for a child that does not end at all.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly byte[] _buffer = new byte[64 << 10];
    private ReadOnlyMemory<byte> _unsent;
    private NonBlockingWriter? _input;
    private long _since;
    private int _progress = -1;
    private long _received;
    private bool _lingers;
    private string? _stopped;

    /// <exception cref="System.ComponentModel.Win32Exception">The program could not be started, or there are no descriptors left.</exception>
    public PlayedSession Play(string program, IReadOnlyList<string> words, IReadOnlyList<string> environment)
    {
        Descriptor.IgnoreSigPipe();
        using var input = Pipe.Open();
        using var output = Pipe.Open();
        using var errors = Pipe.Open();
        using var child = ChildProcess.Start(program, words, environment, [input.Reader, output.Writer, errors.Writer]);
        input.Reader.Dispose();
        output.Writer.Dispose();
        errors.Writer.Dispose();
        _input = NonBlockingWriter.ForInherited((int)input.Writer.DangerousGetHandle());
        try
        {
            Converse(child, input, (int)output.Reader.DangerousGetHandle(), (int)errors.Reader.DangerousGetHandle());
        }
        finally
        {
            _input?.Dispose();
        }

        // Without this a session that is still there would have nobody to read from it.
        output.Reader.Dispose();
        errors.Reader.Dispose();
        var status = child.Wait();
        return new PlayedSession(child.Id, status?.Code ?? (status?.Signal is { } signal ? 128 + signal : ExitCodes.Internal), _stopped);
    }

    private void Converse(ChildProcess child, Pipe input, int output, int errors)
    {
        var frames = new LineSplitter(LongestFrame, player.Receive);
        var words = new LineSplitter(LongestWords, said);
        Moved();
        while (output >= 0 || errors >= 0)
        {
            if (_input is not null && !GoesOn())
            {
                _input.Dispose();
                _input = null;
                input.Writer.Dispose();
                Moved();
            }

            var limit = Limit(output) - Elapsed;
            if (_input is null && limit <= TimeSpan.Zero)
            {
                _stopped ??= "the session did not end when its input did";
                child.Kill();
                return;
            }

            var waiting = _input is not null && !_unsent.IsEmpty;
            PollFd[] polled =
            [
                new() { Fd = output, Events = Descriptor.PollIn },
                new() { Fd = errors, Events = Descriptor.PollIn },
                new() { Fd = waiting ? _input!.Fd : -1, Events = Descriptor.PollOut },
            ];
            Descriptor.Poll(polled, (int)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 1, int.MaxValue));
            if (polled[2].Revents != 0)
                Write();
            if (polled[1].Revents != 0)
                errors = Read(errors, words);
            if (polled[0].Revents != 0)
                output = Read(output, frames);
            if (output < 0 && _input is not null && !player.IsDone)
                Abandon();
            if (_received > MostReceived)
            {
                _stopped ??= $"more than {MostReceived >> 20} MiB came back, and the session was ended";
                child.Kill();
                return;
            }
        }
    }

    /// <summary>Takes the next frame to send; false when the input is to be closed.</summary>
    private bool GoesOn()
    {
        if (_progress != player.Progress)
            Moved();
        if (_unsent.IsEmpty && player.TryNext(out var wire))
        {
            _unsent = wire;
            Moved();
        }

        if (!_unsent.IsEmpty || !player.IsDone)
        {
            if (Elapsed < timeout)
                return true;
            _stopped = player.Awaited is { } awaited && _unsent.IsEmpty
                ? $"no answer to {awaited.Method} (id {awaited.Id}, record {awaited.Sequence}) came within {timeout.TotalSeconds:0.###} s"
                : $"nothing was read from what was sent for {timeout.TotalSeconds:0.###} s";
            return false;
        }

        if (!_lingers)
            Moved();
        _lingers = true;
        return player.AwaitsMessages && Elapsed < Linger;
    }

    private TimeSpan Linger => timeout < LongestLinger ? timeout : LongestLinger;

    private TimeSpan Limit(int output) => _input is null ? (output < 0 ? LastWords : LongestEnd) : _lingers ? Linger : timeout;

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_since);

    private void Moved() => (_since, _progress) = (TimeProvider.System.GetTimestamp(), player.Progress);

    private void Write()
    {
        var result = _input!.Write(_unsent.Span);
        if (result.Status == IoStatus.Ok)
            _unsent = _unsent[result.Count..];
        else if (result.Status is IoStatus.Closed or IoStatus.Failed)
            Abandon();
    }

    /// <summary>Nobody reads what we send: the end of the output will say why.</summary>
    private void Abandon()
    {
        _unsent = default;
        _stopped ??= "the session ended before everything was sent";
        _input?.Dispose();
        _input = null;
        Moved();
    }

    /// <returns>The descriptor, or -1 at its end.</returns>
    private int Read(int descriptor, LineSplitter lines)
    {
        var result = Descriptor.Read(descriptor, _buffer);
        if (result.Status == IoStatus.WouldBlock)
            return descriptor;
        if (result.Status != IoStatus.Ok)
        {
            lines.End();
            return -1;
        }

        _received += result.Count;
        lines.Add(_buffer.AsSpan(0, result.Count));
        return descriptor;
    }
}
