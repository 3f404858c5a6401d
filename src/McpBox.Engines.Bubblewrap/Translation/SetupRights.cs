using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>What may be done in the sandbox's own user namespace before the server is there, and is given up before the init looks around.</summary>
internal static class SetupRights
{
    /// <summary>Whether the init makes sockets that need a right. In its own network namespace it is a right to nothing of the host.</summary>
    public static bool Binds(SandboxPlan plan) => plan.Listeners.Any(static listener => listener.IsPrivileged);

    /// <summary>The init's first words, where it does.</summary>
    public static IEnumerable<string> Binding(SandboxPlan plan) =>
        Binds(plan) ? [InitProtocol.BindMode, string.Join(',', plan.Listeners.Where(static listener => listener.IsPrivileged))] : [];

    /// <summary>For setpriv, which gives them up in the bounding set too before it becomes the init, and for the init, which does the same itself.</summary>
    public static IEnumerable<string> Capabilities(SandboxPlan plan, ServerIdentity identity)
    {
        if (identity.Drops)
            return Binds(plan) ? ["CAP_SETUID", "CAP_SETGID", "CAP_NET_BIND_SERVICE", "CAP_SETPCAP"] : ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"];
        return Binds(plan) ? ["CAP_NET_BIND_SERVICE", "CAP_SETPCAP"] : [];
    }
}
