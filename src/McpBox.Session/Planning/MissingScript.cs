namespace McpBox.Session.Planning;

/// <summary>An argument that stands where a script's path stands, and is no existing file.</summary>
/// <param name="Certain">False when it may be something else: the value of an option that mcpbox does not know, a task, an address.</param>
internal sealed record MissingScript(string Argument, bool Certain);
