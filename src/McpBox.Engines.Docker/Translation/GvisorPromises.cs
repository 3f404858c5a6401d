using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Docker.Translation;

/// <summary>
/// What is different inside where the runtime is gVisor's runsc (https://gvisor.dev/docs/): the init looks at a kernel that is a program of its
/// own, and that shows less than Linux does. The host's kernel is farther away for it, but what cannot be seen is said.
/// </summary>
internal static class GvisorPromises
{
    private const string NoFilter = "runsc applies no filter unless its daemon has it configured (--oci-seccomp); the calls end in gVisor's kernel, not the host's";

    private const string NoOption = "gVisor does not tell which mounts have this option";

    private const string NoCgroup = "gVisor shows no cgroup files; the limits of the container were read back from the daemon";

    /// <summary>gVisor's own, which lead to nothing of the host.</summary>
    private static readonly string[] Devices = ["fuse", "net/tun"];

    /// <summary>The kinds whose links are in gVisor's /proc/self/ns.</summary>
    private static readonly string[] Namespaces = ["net:", "pid:", "user:"];

    public static ProbeContext Adjust(SandboxPlan plan, ProbeContext context) =>
        plan.Runtime is not { } runtime || !runtime.Contains("runsc", StringComparison.Ordinal) ? context : context with
        {
            Devices = [.. context.Devices, .. Devices],
            HostNamespaces = [.. context.HostNamespaces.Where(static link => Array.Exists(Namespaces, kind => link.StartsWith(kind, StringComparison.Ordinal)))],

            // Without a size of its own: what is in it counts as memory.
            Mounts = [.. context.Mounts.Select(static mount => mount.Path == "/dev" ? mount with { Size = long.MaxValue } : mount)],
            Unobservable = context.Unobservable.SetItems(Reasons(plan.Mounts.Any(static mount => mount.Writable))),
        };

    /// <param name="writes">
    /// True where the server can write to a folder of the host. Then the filter is needed after all: a set-uid file there is one for the host's
    /// kernel, too.
    /// </param>
    private static IEnumerable<KeyValuePair<string, string>> Reasons(bool writes) =>
    [
        KeyValuePair.Create(ProbeNames.MountsSetUid, NoOption),
        KeyValuePair.Create(ProbeNames.MountsDevices, NoOption),
        KeyValuePair.Create(ProbeNames.Memory, NoCgroup),
        KeyValuePair.Create(ProbeNames.Swap, NoCgroup),
        KeyValuePair.Create(ProbeNames.Pids, NoCgroup),
        KeyValuePair.Create(ProbeNames.Cpus, NoCgroup),
        KeyValuePair.Create(ProbeNames.Seccomp, NoFilter),
        .. ProbeChecks.All.Select(static check => check.Name)
            .Where(static name => name.StartsWith(ProbeNames.Syscalls, StringComparison.Ordinal))
            .Where(name => !writes || name != ProbeNames.Arguments)
            .Select(static name => KeyValuePair.Create(name, NoFilter)),
    ];
}
