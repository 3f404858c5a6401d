using System.Text;

namespace McpBox.Journal;

/// <summary>What the seal says about the records before it.</summary>
internal sealed class JournalTotals
{
    /// <summary>The words of <see cref="JournalDirection"/>, in its order.</summary>
    private static readonly string[] Directions = ["c2s", "s2c", "stderr", "stray", "event"];

    private readonly long[] _records = new long[5];
    private readonly long[] _bytes = new long[5];

    /// <summary>Records so far; so the next one's <c>seq</c>.</summary>
    public long Records { get; private set; }

    public void Count(JournalDirection direction, long wireBytes)
    {
        Records++;
        _records[(int)direction]++;
        _bytes[(int)direction] += wireBytes;
    }

    /// <summary><c>"records":…,"counts":…,"bytes":…</c></summary>
    public string Text() => $$"""
        "records":{{Records}},"counts":{{{Each(_records)}}},"bytes":{{{Each(_bytes)}}}
        """;

    public static bool TryDirection(ReadOnlySpan<byte> word, out JournalDirection direction)
    {
        for (var i = 0; i < Directions.Length; i++)
        {
            direction = (JournalDirection)i;
            if (Ascii.Equals(word, Directions[i]))
                return true;
        }

        direction = default;
        return false;
    }

    private static string Each(long[] values) => string.Join(',', Directions.Zip(values, (name, value) => $"\"{name}\":{value}"));
}
