using McpBox.Journal.Reviewing;

namespace McpBox.Export.Live;

/// <summary>
/// Sends a session's calls to one receiver while the session goes on, on a thread of its own that reads the journal: what is recorded and forwarded
/// knows nothing of it and never waits for it. The journal is the queue: while a receiver is away nothing is read, so memory holds one batch.
/// </summary>
internal sealed class LiveReceiver : IDisposable
{
    private const int BatchCalls = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _ending = new();
    private readonly List<ExportedCall> _batch = new(BatchCalls);
    private readonly string _name;
    private readonly string _journal;
    private readonly Func<Func<TimeSpan, bool>, ICallSink> _open;
    private readonly Action<string> _say;
    private readonly Thread _thread;

    private ICallSink? _sink;
    private bool _said;
    private volatile bool _done;
    private volatile bool _left;

    /// <param name="name">The receiver's, for people.</param>
    /// <param name="open">Opens the way to the receiver; gets what waits for a busy one.</param>
    /// <param name="say">Hears once that the receiver is away, and what it rejected; on this thread.</param>
    public LiveReceiver(string name, string journal, Func<Func<TimeSpan, bool>, ICallSink> open, Action<string> say)
    {
        (_name, _journal, _open, _say) = (name, journal, open, say);

        // In the background: a receiver that never answers does not keep the process.
        _thread = new Thread(Follow) { IsBackground = true, Name = "mcpbox export" };
        _thread.Start();
    }

    /// <summary>No more records come: what is left is sent. Call <see cref="Wait"/> next.</summary>
    public void End() => _ending.Set();

    /// <summary>Waits until everything has been sent, at most until then; null when it has, else what to say.</summary>
    public string? Wait(TimeSpan patience)
    {
        _thread.Join(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
        _left = true;
        return _done ? null : $"not every call reached {_name} before the session ended";
    }

    // The sink belongs to the thread, which may still be in it.
    public void Dispose()
    {
        if (!_thread.IsAlive)
            _ending.Dispose();
    }

    private void Follow()
    {
        try
        {
            using var journal = SessionFollower.Open(_journal, CallReading.Parts);
            var pause = Interval;
            while (!_done)
            {
                // In this order: what was recorded before the end was announced is read after it.
                var ending = _ending.IsSet;
                Fill(journal, ending);
                var sent = TrySend();
                if (sent && ending && _batch.Count == 0 && !Fill(journal, ending))
                {
                    _done = TryComplete();
                    continue;
                }

                if (_batch.Count > 0 && sent)
                    continue;
                pause = sent ? Interval : Min(pause * 2, LongestPause);
                Pause(ending ? Interval : pause);
            }
        }
#pragma warning disable CA1031 // The top of a thread that nothing depends on: whatever it is, the session goes on and people hear of it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Say($"the live export to {_name} ends: {error.Message}");
        }
        finally
        {
            _sink?.Dispose();
        }
    }

    /// <summary>Reads calls until the batch is full; true when there are any.</summary>
    private bool Fill(SessionFollower journal, bool ending)
    {
        while (_batch.Count < BatchCalls && journal.TryRead(out var call))
            _batch.Add(CallReading.Of(call, bodies: false));
        if (ending && _batch.Count < BatchCalls)
        {
            journal.End();
            while (_batch.Count < BatchCalls && journal.TryRead(out var call))
                _batch.Add(CallReading.Of(call, bodies: false));
        }

        return _batch.Count > 0;
    }

    /// <summary>False when the receiver is away; the batch is kept then, and sent whole again, under the same ids.</summary>
    private bool TrySend()
    {
        if (_batch.Count == 0)
            return true;
        return Try(sink =>
        {
            foreach (var call in _batch)
                sink.Add(call);
            sink.Flush();
            _batch.Clear();
        });
    }

    private bool TryComplete() => _sink is null || Try(static sink => sink.Complete());

    private bool Try(Action<ICallSink> action)
    {
        try
        {
            _sink ??= _open(Pause);
            var rejected = _sink.Rejected;
            action(_sink);
            if (_sink.Rejected > rejected)
                Say($"{_name} rejected calls: {_sink.Rejection}");
            return true;
        }
        catch (ExportException error)
        {
            _sink?.Dispose();
            _sink = null;
            if (!_said)
                Say($"{error.Code} {error.Reason}; the session goes on, and so do the attempts");
            _said = true;
            return false;
        }
    }

    /// <summary>Waits; false when the session ended meanwhile.</summary>
    private bool Pause(TimeSpan span)
    {
        if (!_ending.IsSet)
            return !_ending.Wait(span);

        // There is little time left, and no use in spending it busily.
        using var never = new ManualResetEventSlim();
        never.Wait(Interval);
        return false;
    }

    private void Say(string text)
    {
        try
        {
            if (!_left)
                _say(ExportText.Short(text, 512));
        }
#pragma warning disable CA1031 // Nobody above this thread would catch it, and a session must not end because nobody reads stderr.
        catch
#pragma warning restore CA1031
        {
            // There is nobody left to tell.
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
