namespace McpBox.Session.Planning;

/// <summary>Where the server's program comes from: the host's toolchain, or an image.</summary>
internal interface IProgramSource
{
    /// <summary>Decides how the server starts, once all declared mounts are entered, and shows what it needs to see.</summary>
    /// <returns>Null after the reason was reported; the report may hold further reasons even otherwise.</returns>
    Start? Decide();
}
