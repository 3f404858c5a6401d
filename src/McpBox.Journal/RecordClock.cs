using System.Globalization;

namespace McpBox.Journal;

/// <summary>The record's <c>ts</c> (UTC, RFC 3339 with nine decimals) and <c>mono</c> (nanoseconds of the monotonic clock).</summary>
internal sealed class RecordClock(TimeProvider time)
{
    /// <summary>Length of <c>2026-11-20T09:00:00.123456700Z</c>.</summary>
    public const int StampLength = 30;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly byte[] _stamp = "0000-00-00T00:00:00.000000000Z"u8.ToArray();
    private long _second = -1;

    /// <summary>Now as text; valid until the next call. The clock ticks in steps of 100 ns, so the last two digits are zeros.</summary>
    public ReadOnlySpan<byte> Stamp()
    {
        var ticks = time.GetUtcNow().UtcTicks;
        var (second, fraction) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (second != _second)
        {
            _ = new DateTime(ticks, DateTimeKind.Utc).TryFormat(_stamp, out _, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
            _second = second;
        }

        for (var i = 26; i >= 20; i--)
            (fraction, _stamp[i]) = (fraction / 10, (byte)('0' + (fraction % 10)));
        return _stamp;
    }

    /// <summary>What <see cref="Nanoseconds"/> said last.</summary>
    public long Last { get; private set; }

    public long Nanoseconds()
    {
        var ticks = time.GetTimestamp();
        return Last = time.TimestampFrequency == NanosecondsPerSecond ? ticks : (long)((Int128)ticks * NanosecondsPerSecond / time.TimestampFrequency);
    }
}
