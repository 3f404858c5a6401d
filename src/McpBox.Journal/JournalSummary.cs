using System.Text.Json;

namespace McpBox.Journal;

/// <summary>What a list says of a session. Nothing is verified for it.</summary>
/// <param name="Status"><see cref="JournalStatus.Sealed"/>, <see cref="JournalStatus.Live"/> or <see cref="JournalStatus.Unsealed"/>.</param>
/// <param name="Records">All records.</param>
/// <param name="Frames">Records of what went through stdin and stdout.</param>
/// <param name="Duration">From the first record to the last.</param>
public sealed record JournalSummary(JournalStatus Status, long Records, long Frames, TimeSpan Duration)
{
    // A seal is about 500 bytes long.
    private const int SealReach = 4096;

    /// <summary>Reads the first and the last record of a sealed journal, and the whole of any other.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static JournalSummary Read(string path)
    {
        using var reader = JournalReader.Open(path);
        var live = reader.IsBeingWritten;
        if (!reader.TryReadLine(out var line) || !JournalRecord.TryParse(line, out var record))
            return new JournalSummary(live ? JournalStatus.Live : JournalStatus.Unsealed, 0, 0, TimeSpan.Zero);

        var start = record.Monotonic;
        if (reader.TryReadTail(SealReach, out var tail) && JournalRecord.TryParse(tail, out var seal) && seal.IsSeal && FramesOf(seal.Body) is { } frames)
            return new JournalSummary(JournalStatus.Sealed, seal.Sequence + 1, frames, Since(start, seal.Monotonic));

        var (records, counted, last) = (1L, IsFrame(record) ? 1L : 0L, start);
        while (reader.TryReadLine(out line))
        {
            if (!JournalRecord.TryParse(line, out record))
                continue;
            records++;
            counted += IsFrame(record) ? 1 : 0;
            last = record.Monotonic;
        }

        return new JournalSummary(live ? JournalStatus.Live : JournalStatus.Unsealed, records, counted, Since(start, last));
    }

    private static bool IsFrame(in JournalRecord record) => record.Direction.SequenceEqual("c2s"u8) || record.Direction.SequenceEqual("s2c"u8);

    private static TimeSpan Since(long start, long end) => TimeSpan.FromTicks(Math.Max(0, end - start) / TimeSpan.NanosecondsPerTick);

    private static long? FramesOf(ReadOnlySpan<byte> seal)
    {
        try
        {
            using var data = JsonDocument.Parse(seal.ToArray());
            var counts = data.RootElement.GetProperty("counts");
            return counts.GetProperty("c2s").GetInt64() + counts.GetProperty("s2c").GetInt64();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Not a seal as we write it: then the records are counted.
            return null;
        }
    }
}
