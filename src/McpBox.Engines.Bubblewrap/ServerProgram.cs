using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap;

/// <summary>Whether the plan's program will be there and can be executed, asked of the host's file behind it before anything is started.</summary>
internal static class ServerProgram
{
    public static Refusal? Refuse(SandboxPlan plan, ServerIdentity identity)
    {
        var program = plan.Command[0];
        if (OnHost(plan, program) is not { } file || !File.Exists(file))
            return Refusals.ProgramMissing(program);

        // Root may execute what anybody may; nobody only what others may, unless the file is its own.
        var stat = FileStat.Of(file);
        var needed = identity.Drops && stat.Uid != ServerIdentity.Nobody ? FileStat.OthersExecute : FileStat.AnyExecute;
        return stat.Has(needed) ? null : Refusals.ProgramNotExecutable(program, identity);
    }

    /// <summary>Host path behind a path in the sandbox, or null where the sandbox shows nothing of the host.</summary>
    internal static string? OnHost(SandboxPlan plan, string path)
    {
        var mount = plan.Mounts.Where(mount => Holds(mount.Target, path)).MaxBy(static mount => mount.Target.Length);
        if (mount is not null)
            return mount.Source + path[mount.Target.Length..];
        return path.Split('/') is ["", "usr" or "bin" or "sbin" or "lib" or "lib32" or "lib64" or "libx32", ..] ? path : null;
    }

    private static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
