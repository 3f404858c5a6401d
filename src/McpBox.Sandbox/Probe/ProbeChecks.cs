using System.Collections.Immutable;
using System.Globalization;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Sandbox.Probe;

/// <summary>Everything that the init looks for before a server is started, in the order in which people read it.</summary>
public static class ProbeChecks
{
    public static ImmutableArray<ProbeCheck> All { get; } = [.. Surroundings(), .. Files(), .. Privileges(), .. Limits(), .. Syscalls()];

    private static IEnumerable<ProbeCheck> Surroundings() =>
    [
        new(ProbeNames.Processes, "any process but the init?", ProbeRule.Nothing),
        new(ProbeNames.Namespaces, "any namespace of the host?", ProbeRules.Namespaces),
        new(ProbeNames.HostName, "which host name?", ProbeRule.Exactly(static promise => promise.Context.HostName)),
        new(ProbeNames.Interfaces, "any network interface up but loopback?",
            ProbeRule.Only("lo", static (_, item) => item == "lo" || item.EndsWith(ProbeWords.Down, StringComparison.Ordinal))),
        new(ProbeNames.Routes, "any route but loopback's?", ProbeRule.Nothing),
        new(ProbeNames.Reachable, "a route to the metadata service or the internet?", ProbeRules.Unreachable),
        new(ProbeNames.Listeners, "any TCP or UDP socket of others?", ProbeRule.Exactly(static promise => ProbeRules.Sockets(promise.Plan))),
        new(ProbeNames.AbstractSockets, "any abstract unix socket of others?", ProbeRule.Nothing),
    ];

    private static IEnumerable<ProbeCheck> Files() =>
    [
        new(ProbeNames.Protected, "can a file be made in the system's folders?", ProbeRules.Unwritable),
        new(ProbeNames.HostFiles, "are the host's home, journals or sockets there?", ProbeRules.HostFiles),
        new(ProbeNames.DaemonSockets, "is a socket of a daemon there?",
            ProbeRule.Only(ProbeWords.None, static (promise, item) => promise.IsDeclared(item))),
        new(ProbeNames.MountPoints, "any mount that nobody asked for?", ProbeRules.MountPoints),
        new(ProbeNames.MountsWritable, "which mounts can be written to?", ProbeRules.Without(MountOptions.ReadOnly, "those that are declared writable")),
        new(ProbeNames.MountsSetUid, "which mounts lack nosuid?", ProbeRules.Without(MountOptions.NoSuid, "none that the engine promised")),
        new(ProbeNames.MountsDevices, "which mounts lack nodev?", ProbeRules.Without(MountOptions.NoDev, "none that the engine promised")),
        new(ProbeNames.MountsExecutable, "which mounts lack noexec?", ProbeRules.Without(MountOptions.NoExec, "none that the engine promised")),
        new(ProbeNames.MountSizes, "how large are the writable tmpfs?", ProbeRules.Sizes),
        new(ProbeNames.Devices, "which device nodes?",
            ProbeRule.Only(static promise => ProbeWords.List(promise.Context.Devices), static (promise, item) => promise.Context.Devices.Contains(item))),
        new(ProbeNames.Terminal, "a controlling terminal?", ProbeRule.Nothing),
        new(ProbeNames.Descriptors, "any open descriptor above 2?", ProbeRule.Nothing),
        new(ProbeNames.KernelReadable, "does /proc tell of the machine and its kernel?", ProbeRule.Nothing),
        new(ProbeNames.KernelWritable, "can kernel settings be opened for writing?", ProbeRule.Nothing),
        new(ProbeNames.CgroupWritable, "can cgroup files be opened for writing?", ProbeRule.Nothing),
    ];

    private static IEnumerable<ProbeCheck> Privileges() =>
    [
        new(ProbeNames.Capabilities, "any capability in any set?", ProbeRule.Nothing),
        new(ProbeNames.NoNewPrivileges, "no-new-privileges?", ProbeRule.Exactly(static _ => "1")),
        new(ProbeNames.Seccomp, "seccomp mode (2: a filter)?", ProbeRule.Exactly(static _ => "2")),
        new(ProbeNames.Scheduling, "which scheduling policy?", ProbeRule.Only("other, batch or idle", static (_, item) => item is "other" or "batch" or "idle")),
        new(ProbeNames.Uid, "which uid?", ProbeRule.Exactly(static promise => $"{promise.Context.Uid}")),
        new(ProbeNames.Gid, "which gid?", ProbeRule.Exactly(static promise => $"{promise.Context.Gid}")),
        new(ProbeNames.Groups, "which supplementary groups?",
            ProbeRule.Only(
                static promise => ProbeWords.List(promise.Context.Groups.Select(static gid => $"{gid}")),
                static (promise, item) => uint.TryParse(item, out var gid) && (gid == promise.Context.Gid || promise.Context.Groups.Contains(gid)))),
        new(ProbeNames.UidMap, "which uids of the host?", ProbeRule.Exactly(static promise => promise.Context.UidMap)),
        new(ProbeNames.GidMap, "which gids of the host?", ProbeRule.Exactly(static promise => promise.Context.GidMap)),
    ];

    private static IEnumerable<ProbeCheck> Limits() =>
    [
        new(ProbeNames.OpenFiles, "how many open files?", ProbeRule.AtMost(static promise => promise.Plan.Limits.OpenFiles)),
        new(ProbeNames.FileSize, "how many bytes in a file?", ProbeRule.AtMost(static promise => promise.Plan.Limits.FileSize)),
        new(ProbeNames.Core, "how many bytes in a core dump?", ProbeRule.AtMost(static _ => 0)),
        new(ProbeNames.Memory, "how many bytes of memory?", ProbeRule.AtMost(static promise => promise.Plan.Limits.Memory)),
        new(ProbeNames.Swap, "how many bytes of swap on top?", ProbeRule.AtMost(static _ => 0)),
        new(ProbeNames.Pids, "how many processes and threads?", ProbeRule.AtMost(static promise => promise.Plan.Limits.Pids)),
        new(ProbeNames.Cpus, "how many processors?", ProbeRule.AtMost(static promise => promise.Plan.Limits.Cpus)),
    ];

    private static IEnumerable<ProbeCheck> Syscalls() =>
    [
        .. SeccompPolicy.Denied.Select(static denied => Refused(ProbeNames.Syscalls + denied.Name, $"is {Some(denied)} let through?")),
        Refused(ProbeNames.Arguments, "are terminal input, new namespaces, devices, set-uid files or pid 1's priority?"),
        Refused(ProbeNames.Sockets, "are packet, vsock, crypto or raw sockets?"),
        Refused(ProbeNames.Unlisted, "is what stands on no list?"),
    ];

    private static ProbeCheck Refused(string name, string question) => new(name, question, SyscallRule.Refused(name));

    private static string Some(SyscallGroup denied) => denied.Syscalls switch
    {
        [var one] => one,
        [var one, var other] => $"{one} or {other}",
        [var one, .. var others] => string.Create(CultureInfo.InvariantCulture, $"{one} or one of {others.Length} others"),
        [] => "nothing",
    };
}
