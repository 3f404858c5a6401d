namespace McpBox.Engines.Docker.Running;

/// <summary>How far a start has come; tests stop it, for good, at each.</summary>
internal enum StartStep
{
    /// <summary>The guard is there, and the folder, in which there is nothing yet.</summary>
    Guarded,

    /// <summary>The streams are there.</summary>
    Linked,

    /// <summary>The container exists, and is as it was asked for.</summary>
    Created,

    /// <summary>A container is there to bring the init to a daemon elsewhere that has none, and has not brought it yet; no step of other starts.</summary>
    Carried,

    /// <summary>The init runs.</summary>
    Started,

    /// <summary>The init has said what it saw; the server waits for our word.</summary>
    Examined,
}
