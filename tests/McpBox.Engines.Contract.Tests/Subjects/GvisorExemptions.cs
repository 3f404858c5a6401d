using McpBox.Engines.Contract.Tests.Lifecycle;
using McpBox.Engines.Contract.Tests.Limits;

namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>
/// What gVisor (runsc, release 20221219) does not do. Its kernel is a process of its own that serves the server's system calls itself, so
/// that what these calls reach is that kernel and not the host's.
/// </summary>
internal static class GvisorExemptions
{
    private const string NotShown = "its /proc does not tell: no links of these namespaces, no signal sets, no filters, no privileges";
    private const string NoFilter = "our filter is not loaded, which runsc leaves out unless it is started with --oci-seccomp; its own kernel answers";
    private const string OneLimit = "its kernel and the server share one limit of the host, so that the whole sandbox ends without a word";
    private const string OwnThreads = "its kernel's own threads count against the limit, so that these tests give it 192 more, and a server may use what it leaves";
    private const string NothingWritable = "a writable mount is refused where our filter is not loaded: it is what forbids set-uid files there";
    private const string OwnClock = "its kernel counts processor time by its own clock, which goes on while the host holds the sandbox back";
    private const string NotDumpable = "it knows no PR_SET_DUMPABLE, so that processes of one uid see each other's maps and descriptors; by attach these are the server's own streams";
    private const string OwnDevices = "its /dev has fuse and net/tun of its own kernel, without a driver of the host behind them";

    public static IEnumerable<Exemption> All =>
    [
        .. On(NotShown, nameof(StartTests.A_server_has_no_signal_blocked_or_ignored), "namespace-cgroup", "namespace-ipc", "namespace-mnt", "namespace-uts",
            "capabilities", "no-new-privileges", "seccomp-mode"),
        .. On(NotDumpable, "init-hidden"),
        .. On(OneLimit, nameof(LimitTests.A_memory_hog_is_bounded_and_its_end_is_told_as_what_it_is)),
        .. On(NothingWritable, nameof(StartTests.A_probe_looks_and_does_not_start_the_server)),
        .. On(OwnThreads, nameof(LimitTests.A_fork_bomb_is_bounded)),
        .. On(OwnClock, nameof(LimitTests.Processors_are_bounded)),
        .. On(OwnDevices, "devices"),
        .. On(NoFilter,
            "unshare-user", "clone-user", "setns", "open-tree", "mount-setattr", "ptrace", "process-vm", "pidfd-getfd", "perf", "keyctl", "add-key",
            "request-key", "userfaultfd", "io-uring", "file-handles", "open-by-handle", "fanotify", "vmsplice", "affinity", "init-scheduling",
            "init-attributes", "init-priority", "user-priority", "init-limits", "mknod-device",
            "set-uid-chmod", "set-gid-chmod", "set-uid-open", "set-uid-tmpfile", "set-uid-mknod", "tiocsti", "tiocsti-high-bits", "tioclinux",
            "personality", "socket-vsock", "socket-alg", "socket-mptcp", "socket-packet", "socket-netlink-uevent", "unlisted", "x32", "i386"),
    ];

    private static IEnumerable<Exemption> On(string reason, params IEnumerable<string> sentences) =>
        sentences.Select(sentence => new Exemption(Subject.Runsc, sentence, reason, RunAs: null));
}
