namespace McpBox.Packages.Registries.Fetching;

/// <summary>Two clocks for one answer: nothing may come for so long, and all of it may take so long. Cancelled by its caller, too.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _whole;
    private readonly long _started;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan whole, TimeProvider time, CancellationToken caller)
    {
        (_time, _whole, _caller, _started) = (time, whole, caller, time.GetTimestamp());
        _clock = new CancellationTokenSource(whole, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Something came; the next has to come within this time.</summary>
    public void Expect(TimeSpan silence)
    {
        var left = _whole - _time.GetElapsedTime(_started);
        var next = silence < left ? silence : left;
        _clock.CancelAfter(next > TimeSpan.Zero ? next : TimeSpan.Zero);
    }

    /// <summary>Says whose doing a cancellation is.</summary>
    /// <exception cref="OperationCanceledException">It is the caller's.</exception>
    public bool Passed()
    {
        _caller.ThrowIfCancellationRequested();
        return _clock.IsCancellationRequested;
    }

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
