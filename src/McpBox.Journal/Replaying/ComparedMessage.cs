using System.Text;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Replaying;

/// <summary>What a comparison found.</summary>
public enum ReplayOutcome
{
    Same,
    Differs,

    /// <summary>The record has it, and it did not come again.</summary>
    Missing,

    /// <summary>It came, and the record does not have it.</summary>
    Unexpected,
}

/// <summary>What was compared.</summary>
public enum ReplayedKind
{
    Answer,
    Notification,

    /// <summary>A request of the server's.</summary>
    Request,

    /// <summary>How the server's process ended.</summary>
    Exit,
}

/// <summary>Something that came back, beside what the record has in its place.</summary>
/// <param name="Recorded">As recorded; null where the record has nothing.</param>
/// <param name="Replayed">As it came; null where nothing came.</param>
public sealed record ComparedMessage(ReplayedKind Kind, ReplayOutcome Outcome, byte[]? Recorded, byte[]? Replayed)
{
    private const int MostText = 1 << 20;
    private const int MostLines = 400;

    /// <summary>The request's method, or the message's own. A peer's text, as <see cref="Tool"/> and <see cref="Id"/>.</summary>
    public string Method { get; init; } = "";

    public string? Tool { get; init; }

    /// <summary>Of an answer: the raw JSON token of its request.</summary>
    public string? Id { get; init; }

    /// <summary>Of a message of the server's: its number among those of its method, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The record that it stands in, or its request's where there is no answer; -1 without one.</summary>
    public long RecordedSequence { get; init; } = -1;

    /// <summary>The same in the new journal.</summary>
    public long ReplayedSequence { get; init; } = -1;

    public long LatencyMicroseconds { get; init; } = -1;

    /// <summary>It is the same only because something in it was not looked at.</summary>
    public bool ByRules { get; init; }

    internal Normaliser? Before { get; init; }

    internal Normaliser? After { get; init; }

    /// <summary>What changed, in the unified format; where one of the two is not there, the other. Text of a peer's: to be made visible before it is printed.</summary>
    public IReadOnlyList<string> Diff()
    {
        if (Outcome == ReplayOutcome.Same)
            return [];
        var (before, after) = (Lines(Recorded, Before), Lines(Replayed, After));
        if (before is null || after is null)
            return [$"too large to be shown: {Recorded?.Length ?? 0} bytes recorded, {Replayed?.Length ?? 0} bytes now; `mcpbox log show --full` has them"];
        var lines = UnifiedDiff.Of(before, after).Take(MostLines + 1).ToList();
        if (lines.Count > MostLines)
            lines[MostLines] = "… and more";
        return lines.Count > 0 ? lines : ["the bytes differ, and what they say does not"];
    }

    private string[]? Lines(byte[]? message, Normaliser? normaliser)
    {
        if (message is null)
            return [];
        if (normaliser is not null && CanonicalJson.Pretty(message, normaliser, Kind == ReplayedKind.Request, MostText) is { } pretty)
            return pretty.Split('\n');
        return message.Length <= MostText ? Encoding.UTF8.GetString(message).Split('\n') : null;
    }
}
