using McpBox.Posix.Files;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>What the kernel tells through files, and which of its settings could be written.</summary>
internal static class KernelView
{
    private const string Cgroups = "/sys/fs/cgroup";

    /// <summary>Settings that reach beyond the sandbox; who can write the first or the second runs programs on the host.</summary>
    private static readonly string[] Settings =
    [
        "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hotplug", "/proc/sys/kernel/panic",
        "/proc/sys/kernel/randomize_va_space", "/proc/sys/kernel/sysrq", "/proc/sys/fs/binfmt_misc/register", "/proc/sys/fs/file-max",
        "/proc/sys/net/ipv4/ip_forward", "/proc/sys/vm/overcommit_memory", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger",
        "/proc/irq/default_smp_affinity", "/proc/mtrr", "/proc/acpi/wakeup", "/proc/scsi/scsi", "/sys/kernel/uevent_helper", "/sys/power/state",
        "/sys/kernel/profiling", "/sys/module/kernel/parameters/panic",
    ];

    private static readonly string[] GroupFiles =
        ["release_agent", "cgroup.procs", "tasks", "notify_on_release", "cgroup.subtree_control", "memory.max", "pids.max", "devices.allow"];

    /// <summary>Files of <see cref="KernelFiles.Masked"/> that have a byte, and folders that have an entry.</summary>
    internal static string Readable() => ProbeWords.List(KernelFiles.Masked.Where(HasContent));

    internal static string Writable() => ProbeWords.List(Settings.Where(IsWritable));

    /// <summary>In cgroup v2's one hierarchy and in each of v1's.</summary>
    internal static string CgroupWritable()
    {
        var folders = (Files.TryReadFolder(Cgroups, out _) ?? [])
            .Where(static name => !name.Contains('.', StringComparison.Ordinal))
            .Select(static name => $"{Cgroups}/{name}").Prepend(Cgroups);
        return ProbeWords.List(folders.SelectMany(static folder => GroupFiles.Select(name => $"{folder}/{name}")).Where(IsWritable).Select(ProbeWords.Path));
    }

    private static bool HasContent(string path)
    {
        var descriptor = Native.Open(path, Native.ReadOnly | Native.Carefully, 0);
        if (descriptor < 0)
            return false;
        Span<byte> one = stackalloc byte[1];
        var result = Descriptor.Read(descriptor, one);
        _ = Native.Close(descriptor);
        const int isFolder = 21;
        return result.Status == IoStatus.Ok || (result.Errno == isFolder && Files.TryReadFolder(path, out _) is [_, ..]);
    }

    // What is covered by /dev/null can be written, and nothing comes of it.
    private static bool IsWritable(string path) =>
        Files.Opens(path, Native.WriteOnly) && FileStatus.Of(path) is { Kind: FileKind.Regular };
}
