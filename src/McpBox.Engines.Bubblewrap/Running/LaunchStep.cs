namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>How far a start has come; tests stop it, for good, at each.</summary>
internal enum LaunchStep
{
    /// <summary>bwrap was started.</summary>
    Spawned,

    /// <summary>Its namespaces exist, and a process in them that waits.</summary>
    Namespaced,

    /// <summary>That process has its ids, and goes on setting up.</summary>
    Released,

    /// <summary>The init has its order, or will find it.</summary>
    Ordered,

    /// <summary>The init has looked around, and waits.</summary>
    Examined,

    /// <summary>The server is about to be executed, or was.</summary>
    Served,
}
