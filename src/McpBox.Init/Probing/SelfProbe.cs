using System.Collections.Immutable;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>
/// Looks around in the sandbox before the server is there, and tries what must not work. It waits for nothing, makes no process and leaves
/// nothing behind; whether what it saw is good enough is decided outside (<see cref="ProbeChecks"/>).
/// </summary>
internal static class SelfProbe
{
    /// <summary>What was seen, by the names of the checks. What could not be looked at says <see cref="ProbeWords.Error"/> and why.</summary>
    internal static ImmutableSortedDictionary<string, string> Observe(InitOrder order)
    {
        var observations = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        (string Check, Func<string?> See)[] single =
        [
            (ProbeNames.Processes, ProcessView.Others),
            (ProbeNames.Namespaces, ProcessView.Namespaces),
            (ProbeNames.HostName, ProcessView.HostName),
            (ProbeNames.Scheduling, ProcessView.Scheduling),
            (ProbeNames.Terminal, ProcessView.Terminal),
            (ProbeNames.Descriptors, ProcessView.Descriptors),
            (ProbeNames.Interfaces, NetworkView.Interfaces),
            (ProbeNames.Routes, NetworkView.Routes),
            (ProbeNames.Reachable, NetworkView.Reachable),
            (ProbeNames.Listeners, NetworkView.Listeners),
            (ProbeNames.AbstractSockets, NetworkView.AbstractSockets),
            (ProbeNames.Protected, () => DiskView.Protected(order.WritablePaths)),
            (ProbeNames.HostFiles, () => DiskView.HostFiles(order.HostPaths)),
            (ProbeNames.DaemonSockets, DiskView.DaemonSockets),
            (ProbeNames.Devices, DiskView.Devices),
            (ProbeNames.KernelReadable, KernelView.Readable),
            (ProbeNames.KernelWritable, KernelView.Writable),
            (ProbeNames.CgroupWritable, KernelView.CgroupWritable),
            (ProbeNames.UidMap, () => IdentityView.Map("/proc/self/uid_map")),
            (ProbeNames.GidMap, () => IdentityView.Map("/proc/self/gid_map")),
            (ProbeNames.OpenFiles, () => LimitView.Resource(LimitView.OpenFiles)),
            (ProbeNames.FileSize, () => LimitView.Resource(LimitView.FileSize)),
            (ProbeNames.Core, () => LimitView.Resource(LimitView.Core)),
            (ProbeNames.Memory, LimitView.Memory),
            (ProbeNames.Swap, LimitView.Swap),
            (ProbeNames.Pids, LimitView.Pids),
            (ProbeNames.Cpus, LimitView.Cpus),
        ];
        foreach (var (check, see) in single)
            Note(observations, check, see);
        NoteAll(observations, IdentityView.Checks, IdentityView.Read);
        NoteAll(observations, MountView.Checks, MountView.Read);
        NoteAll(observations, SyscallView.Checks, SyscallView.Try);
        return observations.ToImmutable();
    }

    /// <param name="see">Null where this kernel or sandbox has nothing of the kind; the check is then not observed.</param>
    private static void Note(ImmutableSortedDictionary<string, string>.Builder observations, string check, Func<string?> see)
    {
        try
        {
            if (see() is { } seen)
                observations[check] = seen;
        }
#pragma warning disable CA1031 // Whatever it is, it becomes an observation that no check holds for: the refusal then says it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            observations[check] = ProbeWords.Error + exception.Message;
        }
    }

    /// <summary>Several checks of one look.</summary>
    private static void NoteAll(
        ImmutableSortedDictionary<string, string>.Builder observations, IEnumerable<string> checks, Func<IReadOnlyDictionary<string, string>> see)
    {
        var seen = new Lazy<IReadOnlyDictionary<string, string>>(see, LazyThreadSafetyMode.None);
        foreach (var check in checks)
            Note(observations, check, () => seen.Value.GetValueOrDefault(check));
    }
}
