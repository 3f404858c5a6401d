using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>Paths of the sandbox, compared by their words: they are canonical.</summary>
internal static class Paths
{
    /// <summary>True for the folder itself and everything in it.</summary>
    public static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Host path behind a path in the sandbox, or null where the sandbox shows nothing of the host.</summary>
    public static string? OnHost(SandboxPlan plan, string path)
    {
        if (Outer(plan, path) is { } mount)
            return mount.Source + path[mount.Target.Length..];
        return path.Split('/') is ["", "usr" or "bin" or "sbin" or "lib" or "lib32" or "lib64" or "libx32", ..] ? path : null;
    }

    /// <summary>The mount that a path is seen through, or null.</summary>
    public static PlanMount? Outer(SandboxPlan plan, string path) =>
        plan.Mounts.Where(mount => Holds(mount.Target, path)).MaxBy(static mount => mount.Target.Length);
}
