using System.Collections.Immutable;

namespace McpBox.Profiles;

/// <summary>
/// What the user declared for a sandbox, after <c>extends</c>, per-server overrides and the project's tightening were applied.
/// Paths are still as written (<c>~</c> expanded, not yet canonical); the session turns it into a <c>SandboxPlan</c>.
/// </summary>
public sealed record Profile
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Where the profile itself was read from.</summary>
    public required Origin Origin { get; init; }

    /// <summary><c>auto</c>, <c>bubblewrap</c> or <c>docker</c>.</summary>
    public string Engine { get; init; } = "auto";

    public NetworkSection Network { get; init; } = new();

    public ContainerSection Container { get; init; } = new();

    public FilesystemSection Filesystem { get; init; } = new();

    public LimitsSection Limits { get; init; } = new();

    public EnvironmentSection Environment { get; init; } = new();

    public ProcessSection Process { get; init; } = new();

    public SessionSection Session { get; init; } = new();

    public PackageSection Package { get; init; } = new();

    public JournalSection Journal { get; init; } = new();
}

/// <summary><c>[container]</c>.</summary>
public sealed record ContainerSection
{
    /// <summary>Reference of the image whose files the server sees, such as <c>mcp/time:1</c>; null for the host's toolchain.</summary>
    public string? Image { get; init; }

    /// <summary>OCI runtime by the name that the daemon knows it by; null for the daemon's default.</summary>
    public string? Runtime { get; init; }

    /// <summary><c>auto</c>, <c>fifo</c> or <c>attach</c>.</summary>
    public string Stdio { get; init; } = "auto";
}

/// <summary><c>[filesystem]</c>.</summary>
public sealed record FilesystemSection
{
    /// <summary>Size of the tmpfs on /tmp, in bytes.</summary>
    public long TmpSize { get; init; } = 64L << 20;

    /// <summary>Size of the tmpfs on HOME, in bytes.</summary>
    public long HomeSize { get; init; } = 64L << 20;

    /// <summary><c>[[filesystem.mounts]]</c>; profile's first, then the server's own.</summary>
    public ImmutableArray<MountDeclaration> Mounts { get; init; } = [];
}

/// <summary>One <c>[[filesystem.mounts]]</c> entry.</summary>
/// <param name="Source">Host path, absolute after <c>~</c> expansion.</param>
/// <param name="Target">Path inside the sandbox; the source's canonical path when null.</param>
/// <param name="Writable"><c>mode = "rw"</c>; <c>"ro"</c> is the default.</param>
/// <param name="AllowSensitive"><c>allow_sensitive = true</c>: lifts the refusal of home roots, /etc, key folders, sockets and the like.</param>
public sealed record MountDeclaration(string Source, string? Target, bool Writable, bool AllowSensitive, Origin Origin);

/// <summary><c>[limits]</c>.</summary>
public sealed record LimitsSection
{
    /// <summary>Memory in bytes; swap is never added to it.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>Processes and threads together.</summary>
    public int Pids { get; init; } = 128;

    /// <summary>Processors' worth of time, above 0; may be a fraction.</summary>
    public double Cpus { get; init; } = 2.0;

    /// <summary>Open descriptors per process (RLIMIT_NOFILE).</summary>
    public int OpenFiles { get; init; } = 1024;

    /// <summary>Largest file the server may write, in bytes (RLIMIT_FSIZE).</summary>
    public long FileSize { get; init; } = 256L << 20;

    /// <summary><c>auto</c>: cgroup, else rlimits, and the manifest says which. <c>cgroup</c>: refuse to start without one.</summary>
    public string Enforcement { get; init; } = "auto";
}

/// <summary><c>[environment]</c>. Nothing of the caller's environment passes unless it is named here.</summary>
public sealed record EnvironmentSection
{
    /// <summary>Names taken over from mcpbox's own environment, where they are set.</summary>
    public ImmutableArray<string> Pass { get; init; } = [];

    /// <summary><c>[environment.set]</c>: fixed values.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary><c>[process]</c>.</summary>
public sealed record ProcessSection
{
    /// <summary>
    /// <c>auto</c>: the caller's uid, except that root becomes an unprivileged uid unless a mount is writable. <c>caller</c>: always the caller's.
    /// </summary>
    public string RunAs { get; init; } = "auto";

    /// <summary>Working directory inside the sandbox; null lets the session choose.</summary>
    public string? WorkingDirectory { get; init; }
}

/// <summary><c>[session]</c>: how the relay treats the two peers.</summary>
public sealed record SessionSection
{
    /// <summary>How long the server may go on answering after the client closed its side.</summary>
    public TimeSpan CloseGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From SIGTERM to SIGKILL.</summary>
    public TimeSpan TermGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Largest frame, in bytes without its line feed, either direction.</summary>
    public long MaxFrame { get; init; } = 64L << 20;
}

/// <summary><c>[package]</c>: how a package's versions are chosen, and what its build may do.</summary>
public sealed record PackageSection
{
    /// <summary><c>deny</c>, or <c>allow</c>: the packages' own build scripts are run, in a build sandbox without network.</summary>
    public string Scripts { get; init; } = "deny";

    /// <summary>Versions that were published more recently are not chosen; zero for no gate.</summary>
    public TimeSpan MinAge { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Whether deprecated or yanked versions may be chosen.</summary>
    public bool AllowDeprecated { get; init; }

    /// <summary><c>refuse</c>, or <c>build</c>: what a start does when the package is not locked or not built.</summary>
    public string OnMissing { get; init; } = "refuse";
}

/// <summary><c>[network]</c>: what can be reached from inside.</summary>
public sealed record NetworkSection
{
    /// <summary><c>none</c> or <c>allowlist</c>; any other mode is refused while reading.</summary>
    public string Mode { get; init; } = "none";

    /// <summary>Hosts of the mode <c>allowlist</c>: <c>name:port</c>, <c>*.name:port</c>; as written, not yet checked.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Names, addresses and networks that an allowed name may lead to although they are not public; as written, not yet checked.</summary>
    public ImmutableArray<string> AllowPrivate { get; init; } = [];
}

/// <summary><c>[journal]</c>: what is kept of the frames, and when.</summary>
public sealed record JournalSection
{
    /// <summary><c>full</c>, <c>redacted</c>, <c>shape</c> or <c>none</c>.</summary>
    public string Bodies { get; init; } = "redacted";

    /// <summary>Names of keys whose values are secret, beside the usual ones.</summary>
    public ImmutableArray<string> RedactKeys { get; init; } = [];

    /// <summary>JSONPaths whose values are secret; as written, not yet checked.</summary>
    public ImmutableArray<string> RedactPaths { get; init; } = [];

    /// <summary>Regular expressions of texts that are secret; as written, not yet checked.</summary>
    public ImmutableArray<string> RedactPatterns { get; init; } = [];

    /// <summary>Whether tokens of well-known formats are secret.</summary>
    public bool KnownTokens { get; init; } = true;

    /// <summary>A recipient of age; null for no escrow.</summary>
    public string? Escrow { get; init; }

    /// <summary><c>none</c>, or <c>frame</c>: whether a frame waits until its record is on the disk.</summary>
    public string Sync { get; init; } = "none";
}
