using System.Numerics;

namespace McpBox.Journal.Reviewing;

/// <summary>
/// Latencies in classes: exact below 256 µs, above within 1 %. Of bounded size whatever comes, and two of them can be added.
/// </summary>
public sealed class LatencyHistogram
{
    // 128 classes for each power of two: a class is at most 1/128 wide, and its middle is meant.
    private const int Bits = 7;
    private const int Classes = 1 << Bits;

    private readonly long[]?[] _octaves = new long[64 - Bits][];

    public long Count { get; private set; }

    public long Longest { get; private set; }

    /// <summary>Counts a latency in microseconds, 0 or more.</summary>
    public void Add(long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        var octave = Math.Max(0, BitOperations.Log2((ulong)microseconds | 1) - Bits);
        var classes = _octaves[octave] ??= new long[2 * Classes];
        classes[microseconds >> octave]++;
        Count++;
        Longest = Math.Max(Longest, microseconds);
    }

    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var octave = 0; octave < _octaves.Length; octave++)
        {
            if (other._octaves[octave] is not { } counts)
                continue;
            var classes = _octaves[octave] ??= new long[2 * Classes];
            for (var i = 0; i < counts.Length; i++)
                classes[i] += counts[i];
        }

        Count += other.Count;
        Longest = Math.Max(Longest, other.Longest);
    }

    /// <summary>The smallest latency in microseconds that so large a part of all does not exceed; -1 when there is none.</summary>
    /// <param name="part">Above 0, up to 1: 0.95 for p95.</param>
    public long Quantile(double part)
    {
        var rank = (long)Math.Ceiling(part * Count);
        for (var octave = 0; octave < _octaves.Length; octave++)
        {
            var classes = _octaves[octave] ?? [];
            for (var i = 0; i < classes.Length; i++)
            {
                rank -= classes[i];
                if (rank <= 0 && classes[i] > 0)
                    return Math.Min(Longest, ((long)i << octave) + ((1L << octave) / 2));
            }
        }

        return -1;
    }
}
