using System.Collections.Immutable;
using System.Net;

namespace McpBox.Sandbox;

/// <summary>
/// What will be run, completely decided: every path is canonical and absolute, nothing is looked up again below this point.
/// Engines translate it by a pure function. Its canonical JSON is hashed into the session's manifest.
/// </summary>
public sealed record SandboxPlan
{
    /// <summary>Server name, or the program's base name for an ad hoc command line. Used in journal names and cgroup names.</summary>
    public required string Name { get; init; }

    public required string Profile { get; init; }

    /// <summary>
    /// Argument vector; the first is the absolute path of the program as seen inside the sandbox. It is canonical, except where a program
    /// finds itself by the name it was started with (a virtual environment's <c>bin/python</c>, a link inside the toolchain). With an
    /// <see cref="Image"/> it is as typed: a name without a slash is looked up inside, in the PATH of <see cref="Environment"/>.
    /// </summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Absolute path inside the sandbox.</summary>
    public required string WorkingDirectory { get; init; }

    public required ImmutableArray<PlanMount> Mounts { get; init; }

    /// <summary>Absolute path of HOME inside the sandbox: a tmpfs of its own.</summary>
    public string Home { get; init; } = "/home/mcp";

    /// <summary>Size of the tmpfs on /tmp in bytes.</summary>
    public required long TmpSize { get; init; }

    /// <summary>Size of the tmpfs on <see cref="Home"/> in bytes.</summary>
    public required long HomeSize { get; init; }

    /// <summary>The whole environment of the server: PATH, HOME, LANG, TMPDIR and what the profile names.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// Where each value of <see cref="Environment"/> comes from. A name that is missing here counts as <see cref="EnvironmentSource.Pass"/>:
    /// its value may be a secret and is never printed.
    /// </summary>
    public ImmutableSortedDictionary<string, EnvironmentSource> EnvironmentSources { get; init; } =
        ImmutableSortedDictionary.Create<string, EnvironmentSource>(StringComparer.Ordinal);

    public required PlanLimits Limits { get; init; }

    public required RunAs RunAs { get; init; }

    /// <summary>The image whose files the server sees; null for the host's toolchain.</summary>
    public PlanImage? Image { get; init; }

    /// <summary>OCI runtime by the name that the daemon knows it by (<c>runsc</c>); null for the daemon's default. Goes with <see cref="Image"/>.</summary>
    public string? Runtime { get; init; }

    /// <summary>How a container's streams are carried. Goes with <see cref="Image"/>.</summary>
    public StdioMode Stdio { get; init; } = StdioMode.Auto;

    /// <summary>Addresses inside on which mcpbox itself answers; none for an ordinary server.</summary>
    public ImmutableArray<PlanListener> Listeners { get; init; } = [];

    /// <summary>Further lines of /etc/hosts inside, in this order; none for an ordinary server.</summary>
    public ImmutableArray<PlanHost> Hosts { get; init; } = [];

    /// <summary>IPv4 of 127.0.0.0/8 that /etc/resolv.conf inside names, on its port 53; null where nothing is asked about names.</summary>
    public string? Resolver { get; init; }

    /// <summary>Only <see cref="NetworkMode.None"/> exists: a network namespace of its own with nothing but loopback.</summary>
    public NetworkMode Network { get; init; } = NetworkMode.None;
}

/// <summary>An image, pinned.</summary>
/// <param name="Reference">As the user wrote it: <c>mcp/time:1</c>. For people; it decides nothing any more.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits: the manifest's digest where a registry gave one, else the same as <paramref name="Id"/>.</param>
/// <param name="Id"><c>sha256:</c> and 64 hexadecimal digits: the digest of the image's configuration, by which the daemon is asked for it.</param>
public sealed record PlanImage(string Reference, string Digest, string Id);

/// <summary>
/// An address inside the sandbox's network namespace on which mcpbox listens from outside: the init makes the socket and passes it out before
/// the server is there. What is sent to it is the only way out of the sandbox.
/// </summary>
/// <param name="Address">IPv4 of 127.0.0.0/8, or 0.0.0.0 for every address of loopback: nothing else exists inside.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Kind">Whether connections or datagrams come there.</param>
public sealed record PlanListener(string Address, int Port, ListenerKind Kind = ListenerKind.Tcp)
{
    /// <summary>The first port that Linux lets anybody bind (ip_unprivileged_port_start, ip(7)).</summary>
    public const int FirstOrdinaryPort = 1024;

    private const string Datagrams = "/udp";

    /// <summary>Whether it takes a right that the server must not have.</summary>
    public bool IsPrivileged => Port < FirstOrdinaryPort;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is no address with a port.</exception>
    public static PlanListener Parse(string text)
    {
        var datagrams = text.EndsWith(Datagrams, StringComparison.Ordinal);
        var address = IPEndPoint.Parse(datagrams ? text[..^Datagrams.Length] : text);
        return new PlanListener(address.Address.ToString(), address.Port, datagrams ? ListenerKind.Udp : ListenerKind.Tcp);
    }

    /// <summary><c>127.0.0.1:443</c>, and <c>127.0.0.1:53/udp</c> for datagrams.</summary>
    public override string ToString() => Kind == ListenerKind.Udp ? $"{Address}:{Port}{Datagrams}" : $"{Address}:{Port}";
}

/// <summary>What comes to a <see cref="PlanListener"/>.</summary>
public enum ListenerKind
{
    /// <summary>A listening stream socket, to accept from.</summary>
    Tcp,

    /// <summary>A bound datagram socket, to receive from and to answer with.</summary>
    Udp,
}

/// <summary>A line of /etc/hosts inside (hosts(5)).</summary>
/// <param name="Name">ASCII letters, digits, <c>-</c> and <c>.</c> alone.</param>
/// <param name="Address">IPv4 of 127.0.0.0/8.</param>
public sealed record PlanHost(string Name, string Address);

/// <summary>How a container's stdin, stdout and stderr are carried.</summary>
public enum StdioMode
{
    /// <summary>FIFOs where the daemon and its runtime share this host's kernel and files, else attach.</summary>
    Auto,

    /// <summary>FIFOs in a folder that is bind-mounted; refused where that cannot work.</summary>
    Fifo,

    /// <summary>The daemon's attach stream.</summary>
    Attach,
}

/// <summary>A host path shown inside the sandbox.</summary>
/// <param name="Source">Canonical host path: no symlink, no <c>..</c>.</param>
/// <param name="Target">Absolute path inside the sandbox.</param>
/// <param name="Reason">Why it is there, for people: <c>program</c>, <c>package root</c>, <c>declared at config.toml:3:1</c>.</param>
public sealed record PlanMount(string Source, string Target, bool Writable, string Reason);

/// <summary>Limits of one sandbox. See <c>LimitsSection</c> of the profile for each meaning.</summary>
/// <param name="Memory">Bytes; memory and swap together.</param>
/// <param name="Pids">Processes and threads.</param>
/// <param name="Cpus">Processors, may be a fraction, above 0.</param>
/// <param name="OpenFiles">RLIMIT_NOFILE.</param>
/// <param name="FileSize">RLIMIT_FSIZE, bytes.</param>
/// <param name="RequireCgroup">True refuses to start where only rlimits could be used.</param>
public sealed record PlanLimits(long Memory, int Pids, double Cpus, int OpenFiles, long FileSize, bool RequireCgroup);

/// <summary>Who decided a value of the server's environment.</summary>
public enum EnvironmentSource
{
    /// <summary>mcpbox itself: PATH, HOME, LANG, TMPDIR, and what a package of its store needs. Beside <see cref="Image"/>'s the only values that are ever printed or hashed.</summary>
    Fixed,

    /// <summary><c>[environment.set]</c> of the profile.</summary>
    Set,

    /// <summary>The image's own configuration (<c>ENV</c>), which its digest pins.</summary>
    Image,

    /// <summary><c>environment.pass</c>: taken over from the caller.</summary>
    Pass,
}

public enum NetworkMode
{
    None,
}

/// <summary>Whose uid the server has, seen from the host.</summary>
public enum RunAs
{
    /// <summary>The caller's own uid (without any capability). The only possibility for an unprivileged caller.</summary>
    Caller,

    /// <summary>uid and gid 65534 on the host as well, for a caller that is root.</summary>
    Nobody,
}
