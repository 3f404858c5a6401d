using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>What a replay found, for whoever writes it down.</summary>
/// <param name="JournalFile">The recorded journal's path below the folder of all.</param>
/// <param name="Stopped">Why not everything was sent or waited for; null when it was.</param>
internal sealed record ReplayResult(string JournalFile, Transcript Recorded, Transcript Replayed, string? Stopped)
{
    /// <summary>Frames that could not be sent any more.</summary>
    public int Unsent { get; init; }

    public Lineage Lineage { get; } = new(Recorded, Replayed);
}
