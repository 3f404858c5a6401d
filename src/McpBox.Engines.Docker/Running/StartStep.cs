namespace McpBox.Engines.Docker.Running;

/// <summary>How far a start has come; tests stop it, for good, at each.</summary>
internal enum StartStep
{
    /// <summary>The folder and the guard are there.</summary>
    Guarded,

    /// <summary>The container exists, and is as it was asked for.</summary>
    Created,

    /// <summary>The init runs.</summary>
    Started,

    /// <summary>The init has said what it saw; the server waits for our word.</summary>
    Examined,
}
