namespace McpBox.Journal.Reviewing;

/// <summary>What a review looks for inside the frames; everything else costs no look into them.</summary>
[Flags]
public enum CallParts
{
    /// <summary>What the records say themselves, and whether an answer is an error.</summary>
    None = 0,

    /// <summary>The client that each request names (MCP 2026-07-28); without it the one of <c>initialize</c> alone.</summary>
    Clients = 1,

    /// <summary><see cref="JournalCall.ArgumentsHash"/> and <see cref="JournalCall.ResultHash"/>.</summary>
    Hashes = 2,

    /// <summary><see cref="JournalCall.RequestBody"/> and <see cref="JournalCall.ResponseBody"/>.</summary>
    Bodies = 4,

    /// <summary>How connections ended that outlived their calls: a journal with connections is read twice for it.</summary>
    Ends = 8,
}
