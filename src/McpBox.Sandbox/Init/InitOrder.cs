using System.Collections.Immutable;

namespace McpBox.Sandbox.Init;

/// <summary>
/// What mcpbox tells its init inside a sandbox: what to run there, and what to look for before. It comes over the control channel and not by
/// arguments or environment, because a daemon shows those to whoever asks it (<c>docker inspect</c>).
/// </summary>
public sealed record InitOrder
{
    /// <summary>Argument vector of the server; the first is looked up in the environment's PATH, inside, where it holds no slash.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The whole environment of the server.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute path inside the sandbox.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Absolute paths of the host that must not be there inside: the caller's home, the journals, the sockets of daemons.</summary>
    public ImmutableArray<string> HostPaths { get; init; } = [];

    /// <summary>Absolute paths inside that may be written to, and no other: /tmp, HOME, /dev/shm and the writable mounts.</summary>
    public ImmutableArray<string> WritablePaths { get; init; } = [];

    /// <summary>Where to listen for mcpbox. The sockets are passed out before the report: over a unix socket that <see cref="InitProtocol"/> names.</summary>
    public ImmutableArray<PlanListener> Listeners { get; init; } = [];

    /// <summary>The order that a plan amounts to.</summary>
    public static InitOrder Of(SandboxPlan plan, ImmutableArray<string> hostPaths) => new()
    {
        Command = plan.Command,
        Environment = plan.Environment,
        WorkingDirectory = plan.WorkingDirectory,
        HostPaths = hostPaths,
        Listeners = plan.Listeners,
        WritablePaths =
        [
            "/tmp", plan.Home, "/dev/shm", .. plan.Mounts.Where(static mount => mount.Writable).Select(static mount => mount.Target),
        ],
    };
}
