using System.Collections.Immutable;

namespace McpBox.Sandbox.Probe;

/// <summary>What an engine adds to a plan's promises: whom the server becomes, and what is inside because of the engine itself.</summary>
public sealed record ProbeContext
{
    /// <summary>As seen inside.</summary>
    public required uint Uid { get; init; }

    /// <summary>As seen inside.</summary>
    public required uint Gid { get; init; }

    /// <summary>Supplementary groups that may be there beside <see cref="Gid"/>, as seen inside; an unmapped one reads as 65534.</summary>
    public ImmutableArray<uint> Groups { get; init; } = [];

    /// <summary>/proc/self/uid_map (user_namespaces(7)): the numbers of a line separated by one space, lines by a comma and a space.</summary>
    public required string UidMap { get; init; }

    /// <summary>/proc/self/gid_map, written as <see cref="UidMap"/>.</summary>
    public required string GidMap { get; init; }

    /// <summary>The name that the sandbox gives itself; not the host's.</summary>
    public required string HostName { get; init; }

    /// <summary>Every mount but the plan's own and its /tmp and HOME.</summary>
    public required ImmutableArray<ProbeMount> Mounts { get; init; }

    /// <summary>What the plan's mounts have besides <see cref="MountOptions.ReadOnly"/>, which each of them says itself.</summary>
    public required MountOptions DeclaredMountOptions { get; init; }

    /// <summary>What /tmp and HOME have.</summary>
    public required MountOptions ScratchOptions { get; init; }

    /// <summary>Device nodes below /dev, by their paths there: <c>null</c>, <c>pts/ptmx</c>.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>
    /// The namespaces of mcpbox that the sandbox must not share, as the links of /proc/self/ns read: <c>net:[4026531840]</c>. A kind that is
    /// missing here may be shared; none at all says that nothing could be compared, which fails unless <see cref="Unobservable"/> says why.
    /// </summary>
    public required ImmutableArray<string> HostNamespaces { get; init; }

    /// <summary>
    /// Paths of <see cref="Init.InitOrder.HostPaths"/> and which file is there on the host (<c>major:minor:inode</c>, all decimal, of statx(2)):
    /// the same path inside may be another file, such as /root in an image. A path that is missing here must not be there at all.
    /// </summary>
    public ImmutableSortedDictionary<string, string> HostFiles { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Checks that cannot be made on this engine or runtime, by name, and why. They are listed with the reason, and fail nothing.</summary>
    public ImmutableSortedDictionary<string, string> Unobservable { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
