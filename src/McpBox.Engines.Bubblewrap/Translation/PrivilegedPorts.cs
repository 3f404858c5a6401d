using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>Listeners of a plan for whose port the init needs a right while it starts.</summary>
internal static class PrivilegedPorts
{
    public static bool Any(SandboxPlan plan) => plan.Listeners.Any(static listener => listener.IsPrivileged);

    /// <summary>What the init is told of them on its command line; nothing where there are none.</summary>
    public static IEnumerable<string> Words(SandboxPlan plan) =>
        Any(plan) ? [InitProtocol.BindMode, string.Join(',', plan.Listeners.Where(static listener => listener.IsPrivileged))] : [];
}
