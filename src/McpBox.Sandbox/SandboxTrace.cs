namespace McpBox.Sandbox;

/// <summary>What a sandbox leaves to be seen on the host or in a daemon while it runs, and for good where its owner was killed.</summary>
/// <param name="Engine">As <see cref="ISandboxEngine.Name"/>.</param>
/// <param name="Session">The session's id.</param>
/// <param name="Server">The server's name; empty where the trace does not say.</param>
/// <param name="OwnerAlive">False when the mcpbox that started it is gone: nobody will take it away but a sweep.</param>
/// <param name="What">The thing itself, as its engine calls it: a container's id, a cgroup's path.</param>
public sealed record SandboxTrace(string Engine, string Session, string Server, bool OwnerAlive, string What);
