namespace McpBox.Engines.Docker.Api.Streams;

/// <summary>What a wait is for.</summary>
internal enum WaitCondition
{
    /// <summary>It does not run; true at once for one that was never started.</summary>
    NotRunning,

    /// <summary>Its next end: may be asked for before it is started.</summary>
    NextExit,

    /// <summary>It is gone.</summary>
    Removed,
}
