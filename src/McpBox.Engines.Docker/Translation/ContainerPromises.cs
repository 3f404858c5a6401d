using System.Collections.Immutable;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Docker.Translation;

/// <summary>What the init is to find in a container, beside what the plan itself promises.</summary>
internal static class ContainerPromises
{
    private const MountOptions Plain = MountOptions.NoSuid | MountOptions.NoDev | MountOptions.NoExec;

    /// <summary>runc's tmpfs on /dev, and with it what is covered by its null device.</summary>
    private const long DeviceFolderSize = 64L << 20;

    /// <summary>A kernel's file system that only root may write to, and whose size is the kernel's business.</summary>
    private const long AnySize = long.MaxValue / 2;

    /// <summary>Version 1 has a mount for each hierarchy.</summary>
    private static readonly string[] Hierarchies =
    [
        "blkio", "cpu", "cpuacct", "cpu,cpuacct", "cpuset", "devices", "freezer", "hugetlb", "memory", "misc", "net_cls", "net_cls,net_prio",
        "net_prio", "perf_event", "pids", "rdma", "systemd", "unified",
    ];

    private static readonly string[] Namespaces = ["ipc", "mnt", "net", "pid", "uts"];

    public static ProbeContext Of(DaemonFacts facts, ContainerIdentity identity, ImmutableArray<string> hostPaths) => new()
    {
        Uid = identity.Uid,
        Gid = identity.Gid,
        UidMap = "0 0 4294967295",
        GidMap = "0 0 4294967295",
        HostName = ContainerPaths.HostName,
        Mounts = [.. Mounts(facts)],
        DeclaredMountOptions = MountOptions.None,
        ScratchOptions = MountOptions.NoSuid | MountOptions.NoDev,
        Devices = ["full", "null", "ptmx", "pts/ptmx", "random", "tty", "urandom", "zero"],
        HostNamespaces = facts.IsLocal ? HostFacts.Namespaces([.. Namespaces, .. CgroupNamespace(facts)]) : [],
        HostFiles = facts.IsLocal ? HostFacts.Files(hostPaths) : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Unobservable = Unobservable(facts),
    };

    /// <summary>With version 1 Podman leaves containers in the host's namespace of cgroups, which are read-only there.</summary>
    private static IEnumerable<string> CgroupNamespace(DaemonFacts facts) => facts is { IsPodman: true, CgroupVersion: "1" } ? [] : ["cgroup"];

    private static ImmutableSortedDictionary<string, string> Unobservable(DaemonFacts facts)
    {
        var reasons = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!facts.IsLocal)
            reasons[ProbeNames.Namespaces] = "the daemon's host cannot be compared from here";
        if (facts.IsRootless || !facts.IsLocal)
            reasons[ProbeNames.UidMap] = reasons[ProbeNames.GidMap] = "the daemon decides which ids its user namespace has";
        return reasons.ToImmutable();
    }

    private static IEnumerable<ProbeMount> Mounts(DaemonFacts facts) =>
    [
        new("/", MountOptions.ReadOnly),
        new("/proc", Plain),
        new("/dev", MountOptions.NoSuid, DeviceFolderSize),
        new("/dev/pts", MountOptions.NoSuid | MountOptions.NoExec),
        new("/dev/mqueue", Plain),
        new("/dev/shm", Plain, ContainerTranslation.SharedMemorySize),
        new("/sys", Plain | MountOptions.ReadOnly),
        new("/sys/fs/cgroup", Plain, AnySize),
        .. HiddenPaths.ReadOnly.Select(static path => new ProbeMount(path, Plain | MountOptions.ReadOnly)),
        .. HiddenPaths.Masked.Select(static path => new ProbeMount(path, MountOptions.None, DeviceFolderSize)),
        .. ContainerFiles().Select(static path => new ProbeMount(path, MountOptions.ReadOnly)),
        .. Hierarchies.Select(static name => new ProbeMount("/sys/fs/cgroup/" + name, Plain | MountOptions.ReadOnly)),
        .. facts.IsPodman ? PodmanMounts() : [],
    ];

    private static IEnumerable<string> ContainerFiles() =>
        ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/nsswitch.conf", ContainerPaths.Pipes, ContainerPaths.Init, ContainerPaths.InitFolder];

    private static IEnumerable<ProbeMount> PodmanMounts() =>
    [
        new("/run", Plain | MountOptions.ReadOnly),
        new("/var/tmp", Plain | MountOptions.ReadOnly),
        new("/run/.containerenv", MountOptions.ReadOnly),
        new("/etc/passwd", MountOptions.ReadOnly),
        new("/etc/group", MountOptions.ReadOnly),
        new("/sys/dev/block", MountOptions.ReadOnly),
    ];
}
