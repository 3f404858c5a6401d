namespace McpBox.Journal.Replaying;

/// <summary>What may differ from one run to the next, and is not looked at.</summary>
[Flags]
public enum ReplayRules
{
    /// <summary>Everything has to be the same.</summary>
    None = 0,

    /// <summary>UUIDs, long random tokens, ids of the server's own requests, progress tokens.</summary>
    Ids = 1,

    /// <summary>Dates with a time of day, seconds since 1970 near the session's own time, durations under names such as <c>elapsed_ms</c>.</summary>
    Times = 2,

    /// <summary>The hashes in the markers of redacted values.</summary>
    Tokens = 4,

    All = Ids | Times | Tokens,
}
