using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Translation;

/// <summary>Who the server is, as its container sees it.</summary>
internal sealed record ContainerIdentity(uint Uid, uint Gid)
{
    /// <summary>The uid and gid that Linux keeps for nobody.</summary>
    internal const uint Nobody = 65534;

    /// <param name="uid">Effective uid of mcpbox.</param>
    /// <param name="gid">Effective gid of mcpbox.</param>
    public static ContainerIdentity Of(RunAs runAs, DaemonFacts facts, uint uid, uint gid)
    {
        // A rootless daemon maps the caller to uid 0, and every other uid to one of the caller's subordinate ids.
        if (runAs == RunAs.Caller)
            return facts.IsRootless ? new ContainerIdentity(0, 0) : new ContainerIdentity(uid, gid);
        return new ContainerIdentity(Nobody, Nobody);
    }
}
