using System.Globalization;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// That a container has of the host what the plan decided on. The daemon is told paths, and whoever can write to a part of one could put a
/// symbolic link there in the moment before the mount. (A descriptor cannot be told: /proc/PID/fd/N of another mount namespace is not to be
/// mounted, EINVAL.) So once the container is up, and before its server is, the kernel is asked what the mounts came to.
/// </summary>
internal static class MountProof
{
    private const string Deleted = "//deleted";

    /// <summary>A path that is no longer canonical was changed since the plan was made.</summary>
    public static Refusal? Recheck(SandboxPlan plan)
    {
        foreach (var mount in plan.Mounts)
        {
            if (CanonicalPath.Of(mount.Source) is var leads && leads != mount.Source)
                return DockerRefusals.SourceMoved(mount.Source, leads is null ? "it is not there any more" : $"it leads to {leads}");
        }

        return null;
    }

    /// <summary>Compares the mounts of a container's first process with where the plan's sources lie here.</summary>
    /// <param name="processId">As the daemon says it.</param>
    /// <param name="witness">A mount of ours in that process: its target, and its source here. Without it the number is somebody else's.</param>
    /// <param name="refusal">The first mount that is another.</param>
    /// <returns>False where the process cannot be seen from here, so that nothing is proved.</returns>
    public static bool TryProve(SandboxPlan plan, int processId, (string Source, string Target) witness, out Refusal? refusal)
    {
        refusal = null;
        var there = MountTable.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/mountinfo"));
        var here = MountTable.Read("/proc/self/mountinfo");
        if (there is null || here is null || there.At(witness.Target) is not { } mark || mark != here.Locate(witness.Source))
            return false;
        foreach (var mount in plan.Mounts)
        {
            var (wanted, got) = (here.Locate(mount.Source), there.At(mount.Target));
            if (got is null || got != wanted)
            {
                refusal = DockerRefusals.SourceMoved(mount.Source, got is null ? "the container has no such mount" : $"the container has {got.Root.Replace(Deleted, " (deleted)", StringComparison.Ordinal)} in its place");
                return true;
            }
        }

        return true;
    }
}
