using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Translation;

/// <summary>The tmpfs of a container, by path, with the options of mount(8).</summary>
internal static class ScratchFolders
{
    /// <summary>
    /// Programs can be executed in /tmp and HOME, as on bubblewrap: servers unpack native modules there, and whoever has an interpreter can
    /// run what it reads anyway. Shared memory cannot, which is every engine's default.
    /// </summary>
    private const string Common = "rw,nosuid,nodev,exec";

    public static ImmutableSortedDictionary<string, string> Of(SandboxPlan plan, DaemonFacts facts, ContainerIdentity identity)
    {
        var folders = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

        // Where the plan mounts something on the very place, that is what the user wants there.
        foreach (var (path, size) in new[] { ("/tmp", plan.TmpSize), (plan.Home, plan.HomeSize) })
        {
            if (plan.Mounts.All(mount => mount.Target != path))
                folders[path] = $"{Common},size={size},{Access(path, facts, identity)}";
        }

        // Podman makes these two writable, and of any size, in a container whose root is not, unless somebody else has mounted something there.
        if (facts.IsPodman)
            folders["/run"] = folders["/var/tmp"] = "ro,nosuid,nodev,noexec,size=65536,mode=0755,notmpcopyup";
        return folders.ToImmutable();
    }

    /// <summary>
    /// Owned by the server where that can be said: runtimes before 2024 give a tmpfs the mode of the image's folder below it, whatever was
    /// asked for. Podman has no such option; there the mode must do.
    /// </summary>
    private static string Access(string path, DaemonFacts facts, ContainerIdentity identity)
    {
        if (facts.IsPodman)
            return "mode=1777,notmpcopyup";
        var mode = path == "/tmp" ? "1777" : "0700";
        return $"mode={mode},uid={identity.Uid},gid={identity.Gid}";
    }
}
