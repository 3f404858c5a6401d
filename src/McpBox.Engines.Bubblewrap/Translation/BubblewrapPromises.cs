using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap.Host;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>What this engine promises beside the plan: the counterpart of <see cref="BubblewrapTranslation"/> that the self-probe is judged by.</summary>
internal static class BubblewrapPromises
{
    /// <summary>Namespaces that are the sandbox's own.</summary>
    public static readonly ImmutableArray<string> Namespaces = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];

    /// <summary>An unmapped gid, as it reads inside (user_namespaces(7)).</summary>
    private const uint Overflow = 65534;

    private const MountOptions Bound = MountOptions.NoSuid | MountOptions.NoDev;

    private const string NoCgroup = "the sandbox has no /sys; the manifest's limits say by which means they hold";

    /// <param name="namespaces">mcpbox's own, of <see cref="Namespaces"/> (<see cref="HostFacts.Namespaces"/>).</param>
    /// <param name="files">The host's files that must not be inside (<see cref="HostFacts.Files"/>).</param>
    public static ProbeContext For(
        HostLayout layout,
        ServerIdentity identity,
        ImmutableArray<string> namespaces,
        ImmutableSortedDictionary<string, string> files) => new()
        {
            Uid = identity.Uid,
            Gid = identity.Gid,
            Groups = identity.Drops ? [] : [Overflow],
            UidMap = Line(identity.UidMap),
            GidMap = Line(identity.GidMap),
            HostName = SyntheticFiles.HostName,
            Mounts = [.. Mounts(layout, identity)],
            DeclaredMountOptions = Bound,
            ScratchOptions = Bound,
            Devices = [.. BubblewrapTranslation.Devices.Select(static path => path["/dev/".Length..])],
            HostNamespaces = namespaces,
            HostFiles = files,
            Unobservable = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create(ProbeNames.Memory, NoCgroup),
                KeyValuePair.Create(ProbeNames.Swap, NoCgroup),
                KeyValuePair.Create(ProbeNames.Pids, NoCgroup),
                KeyValuePair.Create(ProbeNames.Cpus, NoCgroup),
            ]),
        };

    private static IEnumerable<ProbeMount> Mounts(HostLayout layout, ServerIdentity identity)
    {
        const MountOptions readOnly = Bound | MountOptions.ReadOnly;
        string[] trees = ["/usr", "/proc", .. layout.Folders, .. layout.Etc];
        var devices = MountOptions.NoSuid | (identity.OwnsDevices ? MountOptions.ReadOnly : MountOptions.None);
        return
        [
            new("/", readOnly),
            .. trees.Select(static path => new ProbeMount(path, readOnly, Below: true)),
            .. BubblewrapTranslation.Devices.Select(path => new ProbeMount(path, devices)),
            new("/dev/shm", Bound, BubblewrapTranslation.SharedMemorySize),
            new(BubblewrapTranslation.InitPath, readOnly),
        ];
    }

    private static string Line(string map) => map.TrimEnd('\n').Replace("\n", ", ", StringComparison.Ordinal);
}
