using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Translation;

/// <summary>What tells about or reaches the host's kernel, and has no process in it. Paths that a kernel does not have are passed over by the runtime.</summary>
internal static class HiddenPaths
{
    /// <summary>
    /// Covered: what every engine covers, and most of /sys, which bubblewrap's sandbox has not at all.
    /// /sys/fs/cgroup stays, and so do /sys/devices/system and /sys/devices/virtual: runtimes size their heaps and thread pools by them.
    /// </summary>
    public static ImmutableArray<string> Masked { get; } =
    [
        .. KernelFiles.Masked,
        "/sys/block", "/sys/bus", "/sys/class", "/sys/dev", "/sys/devices/virtual/dmi", "/sys/devices/virtual/powercap", "/sys/firmware",
        "/sys/fs/bpf", "/sys/fs/pstore", "/sys/fs/selinux", "/sys/hypervisor", "/sys/kernel", "/sys/module", "/sys/power",
    ];

    /// <summary>Readable, and nothing more.</summary>
    public static ImmutableArray<string> ReadOnly { get; } = ["/proc/sys"];
}
