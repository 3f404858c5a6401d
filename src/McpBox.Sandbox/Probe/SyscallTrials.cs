using System.Collections.Immutable;
using McpBox.Sandbox.Seccomp;

namespace McpBox.Sandbox.Probe;

/// <summary>
/// Every denial of <see cref="SeccompPolicy"/> as a call that would do nothing if it were let through. The arguments are -1: no descriptor, process,
/// address, command or length has that value, and as flags it has those that do not exist, so that the kernel answers EBADF, EFAULT, EINVAL
/// or the like. That this answer is EPERM or ENOSYS shows the filter (or a missing capability, which is as good).
/// </summary>
public static class SyscallTrials
{
    private const long Nothing = -1;

    /// <summary>CLONE_THREAD without CLONE_SIGHAND: clone(2) makes nothing of it, whatever else is asked for.</summary>
    private const long ImpossibleClone = 0x1_0000;

    /// <summary>AF_MCTP: the last family of Linux 6.</summary>
    private const int LastFamily = 45;

    // vhangup has no arguments, so it would do what it does.
    private static readonly ImmutableArray<string> NeverTried = ["vhangup"];

    // Arguments that stumble as -1 does.
    private static readonly ImmutableArray<string> UnlistedSample = ["clone3", "openat2", "mq_open", "semget", "shmget", "sched_setaffinity"];

    /// <summary>Protocols of AF_INET that must not be: ICMP, SCTP, raw, MPTCP.</summary>
    private static readonly ImmutableArray<int> Protocols = [1, 132, 255, 262];

    /// <summary>All of them, those of one check together.</summary>
    public static ImmutableArray<SyscallTrial> All { get; } = [.. Denied(), .. Arguments(), .. Sockets(), .. Unlisted()];

    private static IEnumerable<SyscallTrial> Denied() =>
        from denied in SeccompPolicy.Denied
        from syscall in denied.Syscalls
        where !NeverTried.Contains(syscall)
        select new SyscallTrial(ProbeNames.Syscalls + denied.Name, syscall, syscall, With(syscall));

    private static IEnumerable<SyscallTrial> Arguments() => SeccompPolicy.DeniedArguments.Select(static rule => new SyscallTrial(
        ProbeNames.Arguments,
        rule.And is { } and ? $"{rule.Syscall}({rule.Argument}={rule.Value:x},{and.Argument}={and.Value:x})" : $"{rule.Syscall}({rule.Argument}={rule.Value:x})",
        rule.Syscall,
        With(rule.Syscall, rule, rule.And)));

    private static IEnumerable<SyscallTrial> Sockets()
    {
        var allowed = SeccompPolicy.AllowedArguments.Where(static rule => rule.Syscall == "socket").Select(static rule => (int)rule.Value).ToHashSet();
        var families = Enumerable.Range(0, LastFamily + 1).Where(family => !allowed.Contains(family)).Select(static family => Socket(family, null));
        const int internet = 2, netlink = 16, uevents = 15;
        return families.Concat(Protocols.Select(static protocol => Socket(internet, protocol))).Append(Socket(netlink, uevents));
    }

    // -1 as the type: the kernel refuses it before it loads a module for the family.
    private static SyscallTrial Socket(int family, int? protocol) => new(
        ProbeNames.Sockets,
        protocol is null ? $"socket({family})" : $"socket({family},{protocol})",
        "socket",
        [family, Nothing, protocol ?? Nothing, Nothing, Nothing, Nothing]);

    private static IEnumerable<SyscallTrial> Unlisted() =>
        UnlistedSample.Select(static syscall => new SyscallTrial(ProbeNames.Unlisted, syscall, syscall, With(syscall)))
            .Append(new SyscallTrial(ProbeNames.Unlisted, "prlimit64(1)", "prlimit64", [1, Nothing, Nothing, Nothing, Nothing, Nothing]));

    private static ImmutableArray<long> With(string syscall, params ReadOnlySpan<ArgumentRule?> rules)
    {
        long[] arguments = [Nothing, Nothing, Nothing, Nothing, Nothing, Nothing];
        foreach (var rule in rules)
        {
            if (rule is not null)
                arguments[rule.Argument] = (long)rule.Value;
        }

        // A module of -1 bytes would be worth a warning in the kernel's log; one of none is no module.
        if (syscall == "init_module")
            arguments[1] = 0;
        if (syscall == "clone")
            arguments[0] |= ImpossibleClone;
        return [.. arguments];
    }
}
