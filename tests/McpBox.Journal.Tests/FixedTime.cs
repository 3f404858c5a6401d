namespace McpBox.Journal.Tests;

/// <summary>A clock that moves one microsecond with each look, in 10 MHz ticks.</summary>
internal sealed class FixedTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 9, 0, 0, 123, 456, TimeSpan.Zero);
    private long _ticks = 5_000_000;

    public override long TimestampFrequency => 10_000_000;

    public override DateTimeOffset GetUtcNow() => _now = _now.AddTicks(10);

    public override long GetTimestamp() => _ticks += 10;
}
