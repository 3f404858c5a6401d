using System.Runtime.ExceptionServices;
using McpBox.Journal;
using McpBox.Posix.Io;
using McpBox.Relay;

namespace McpBox.Session;

/// <summary>
/// The client while its server's package is still built: pings are answered with an empty result, so that it does not take mcpbox for dead, and everything
/// else is kept to be relayed verbatim. There is no journal yet; what was answered is recorded before anything that was kept is forwarded.
/// </summary>
/// <param name="input">What the client writes.</param>
/// <param name="output">What it reads.</param>
public sealed class EarlyClient(int input, int output)
{
    // What is read into the relay at once, too. Who writes more waits.
    private const int MostBytes = 1 << 20;

    // All answers together are less than what an empty pipe takes, so that a client which does not read cannot hold mcpbox up.
    private const int MostAnswers = 256;
    private const int MostIdBytes = 128;

    // All frames that were answered together are no more than what is kept; a longer ping is the server's.
    private const int MostPingBytes = MostBytes / MostAnswers;

    private readonly List<EarlyAnswer> _answered = [];
    private readonly FramePeek _peek = new();
    private byte[] _bytes = [];
    private int _kept;
    private int _end;

    /// <summary>What there is to relay, once nothing more is read here.</summary>
    public EarlyInput Held => new(_bytes.AsMemory(0, _end), [.. _answered]);

    /// <summary>Does the work on a thread of its own and looks after the client meanwhile. What the work throws is thrown here.</summary>
    /// <param name="work">Its token is cancelled when the client goes away.</param>
    public void During(Action<CancellationToken> work)
    {
        Descriptor.IgnoreSigPipe();

        // Not before it is needed: nearly every start has its package.
        Array.Resize(ref _bytes, MostBytes);
        using var done = new WakeUp();
        using var gone = new CancellationTokenSource();
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work(gone.Token);
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the thread that waits.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                done.Signal();
            }
        });
        thread.Start();
        LookAfter(done.Fd, gone);
        thread.Join();
        failure?.Throw();
    }

    private void LookAfter(int done, CancellationTokenSource gone)
    {
        while (true)
        {
            // Nothing more is read once all is full; that the client goes away is said without being asked for (poll(2)).
            var full = _end == MostBytes;
            PollFd[] polls =
            [
                new PollFd { Fd = gone.IsCancellationRequested ? -1 : input, Events = full ? (short)0 : Descriptor.PollIn },
                new PollFd { Fd = done, Events = Descriptor.PollIn },
            ];
            Descriptor.Poll(polls, -1);
            if (polls[1].Revents != 0)
                return;
            if (polls[0].Revents == 0)
                continue;
            if (full)
            {
                gone.Cancel();
                continue;
            }

            var read = Descriptor.Read(input, _bytes.AsSpan(_end));
            if (read.Status is IoStatus.Closed or IoStatus.Failed)
                gone.Cancel();
            _end += read.Count;
            AnswerPings();
        }
    }

    // Looks at each whole line once; a ping that is answered is taken out, and the rest moves up.
    private void AnswerPings()
    {
        while (_bytes.AsSpan(_kept, _end - _kept).IndexOf((byte)'\n') is var length and >= 0)
        {
            var line = _bytes.AsSpan(_kept, length);
            var end = line.EndsWith("\r"u8) ? FrameEnd.CrLf : FrameEnd.Lf;
            var frame = end == FrameEnd.CrLf ? line[..^1] : line;
            if (!TryAnswer(frame, end))
            {
                _kept += length + 1;
                continue;
            }

            _bytes.AsSpan(_kept + length + 1, _end - _kept - length - 1).CopyTo(_bytes.AsSpan(_kept));
            _end -= length + 1;
        }
    }

    private bool TryAnswer(ReadOnlySpan<byte> frame, FrameEnd end)
    {
        _peek.Read(frame);
        var message = _peek.Only;
        if (message.Kind != FrameKind.Request || !frame[message.Method].SequenceEqual("\"ping\""u8)
            || _answered.Count == MostAnswers || frame.Length > MostPingBytes || frame[message.Id].Length > MostIdBytes)
            return false;
        byte[] answer = [.. "{\"jsonrpc\":\"2.0\",\"id\":"u8, .. frame[message.Id], .. ",\"result\":{}}\n"u8];
        _answered.Add(new EarlyAnswer(frame.ToArray(), end, answer));
        _ = Descriptor.Write(output, answer);
        return true;
    }
}
