using System.Diagnostics;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>When a conversation must be over. Read by the thread that talks, moved by the same.</summary>
internal sealed class Deadline
{
    private long _end = long.MaxValue;

    /// <param name="fromNow">Null for no end, as a stream needs it that lives as long as its server.</param>
    public void Set(TimeSpan? fromNow) =>
        _end = fromNow is { } time ? Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;

    /// <summary>What is left; null when there is no end.</summary>
    /// <exception cref="TimeoutException">Nothing is left.</exception>
    public TimeSpan? Left()
    {
        if (_end == long.MaxValue)
            return null;
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _end);
        return left > TimeSpan.Zero ? left : throw new TimeoutException();
    }

    /// <summary><see cref="Left"/> as socket options want it: milliseconds, at least 1; 0 for no end.</summary>
    public int LeftForSocket() => Left() is { } left ? (int)Math.Clamp(left.TotalMilliseconds, 1, int.MaxValue) : 0;
}
