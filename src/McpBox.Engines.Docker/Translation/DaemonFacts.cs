using System.Collections.Immutable;

namespace McpBox.Engines.Docker.Translation;

/// <summary>What a daemon is and can, as far as the translation of a plan depends on it.</summary>
internal sealed record DaemonFacts
{
    /// <summary>The engine's own version: <c>20.10.24+dfsg1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Podman behind its compatible socket, which reads some of the same requests differently.</summary>
    public required bool IsPodman { get; init; }

    /// <summary>Null where the daemon's containers have this host's kernel and files; else why not, to follow "because".</summary>
    public required string? Distance { get; init; }

    /// <summary>The daemon runs in a user namespace of the caller's: uid 0 inside is the caller.</summary>
    public bool IsRootless { get; init; }

    /// <summary>Containers' processes and files are labelled by SELinux.</summary>
    public bool HasSelinux { get; init; }

    /// <summary>OCI runtimes by name.</summary>
    public ImmutableSortedSet<string> Runtimes { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal, "runc");

    public string DefaultRuntime { get; init; } = "runc";

    /// <summary>What the daemon cannot limit, of <c>memory</c>, <c>swap</c>, <c>pids</c> and <c>cpu</c>.</summary>
    public ImmutableArray<string> Unlimited { get; init; } = [];

    /// <summary><c>1</c> or <c>2</c>.</summary>
    public string CgroupVersion { get; init; } = "2";

    /// <summary>As <c>overlay2</c>.</summary>
    public string StorageDriver { get; init; } = "";

    public bool IsLocal => Distance is null;
}
