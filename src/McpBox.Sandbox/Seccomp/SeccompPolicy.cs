using System.Collections.Immutable;

namespace McpBox.Sandbox.Seccomp;

/// <summary>
/// Which system calls a server has, the same on every engine. What is allowed is listed; what is not listed does not exist
/// (<c>ENOSYS</c>, so that a C library falls back to an older call, as it does for clone3); what is dangerous and commonly tried is
/// listed as denied and fails with <c>EPERM</c>, which programs expect of a missing right. Denied beats allowed. What programs do not start
/// without, and must not have, is pretended. A call by another
/// architecture's numbers (i386, x32) kills the process.
/// </summary>
public static partial class SeccompPolicy
{
    /// <summary>errno for what is not listed: ENOSYS.</summary>
    public const int UnlistedErrno = 38;

    /// <summary>errno for what is denied: EPERM.</summary>
    public const int DeniedErrno = 1;

    private const ulong Int = 0xffff_ffff;

    private const ulong FileType = 0xf000;

    /// <summary>Namespace flags of clone(2): CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.</summary>
    private const ulong Namespaces = 0x7e02_0080;

    /// <summary>Allowed when the argument matches; any other value of it counts as unlisted.</summary>
    public static ImmutableArray<ArgumentRule> AllowedArguments { get; } =
    [
        new("clone", 0, Namespaces, 0, "processes and threads, in the namespaces that are there"),
        new("socket", 0, Int, 1, "AF_UNIX: between processes of the sandbox"),
        .. InternetSockets(),
        new("socket", 0, Int, 16, "AF_NETLINK, NETLINK_ROUTE only: the C library lists interfaces by it")
        {
            And = new ArgumentRule("socket", 2, Int, 0, "NETLINK_ROUTE"),
        },
        new("socketpair", 0, Int, 1, "AF_UNIX: pipes that go both ways"),
        new("mknod", 1, FileType, 0, "a regular file, written as 0"),
        new("mknod", 1, FileType, 0x8000, "S_IFREG"),
        new("mknod", 1, FileType, 0x1000, "S_IFIFO: mkfifo"),
        new("mknod", 1, FileType, 0xc000, "S_IFSOCK"),
        new("mknodat", 2, FileType, 0, "a regular file, written as 0"),
        new("mknodat", 2, FileType, 0x8000, "S_IFREG"),
        new("mknodat", 2, FileType, 0x1000, "S_IFIFO: mkfifo"),
        new("mknodat", 2, FileType, 0xc000, "S_IFSOCK"),
        new("prlimit64", 0, Int, 0, "a process's own limits, as the C library sets them: without descriptors the init would hear nothing any more"),
        new("personality", 0, Int, 0, "PER_LINUX"),
        new("personality", 0, Int, 8, "PER_LINUX32: uname says i686"),
        new("personality", 0, Int, 0x20000, "UNAME26"),
        new("personality", 0, Int, Int, "asks for the current one"),
    ];

    /// <summary>Answered with success, and nothing is done, when the argument matches; any other value of it counts as unlisted.</summary>
    /// <remarks>
    /// .NET gives each thread the processors of its process, and does not start where that fails. To let it through would lift the limit where
    /// processors are limited by affinity; a program that asks for fewer of them than it has only runs on more.
    /// </remarks>
    public static ImmutableArray<ArgumentRule> Pretended { get; } =
    [
        new("sched_setaffinity", 0, Int, 0, "the calling thread's own processors"),
    ];

    /// <summary>Denied when the argument matches, though the call itself is allowed.</summary>
    public static ImmutableArray<ArgumentRule> DeniedArguments { get; } =
    [
        new("ioctl", 1, Int, 0x5412, "TIOCSTI types into the terminal of whoever started mcpbox"),
        new("ioctl", 1, Int, 0x541c, "TIOCLINUX pastes into a virtual console"),
        new("clone", 0, 0x1000_0000, 0x1000_0000, "CLONE_NEWUSER: all capabilities in a namespace of its own, the way to most kernel bugs"),
        new("clone", 0, 0x0002_0000, 0x0002_0000, "CLONE_NEWNS"),
        new("clone", 0, 0x0200_0000, 0x0200_0000, "CLONE_NEWCGROUP"),
        new("clone", 0, 0x0400_0000, 0x0400_0000, "CLONE_NEWUTS"),
        new("clone", 0, 0x0800_0000, 0x0800_0000, "CLONE_NEWIPC"),
        new("clone", 0, 0x2000_0000, 0x2000_0000, "CLONE_NEWPID"),
        new("clone", 0, 0x4000_0000, 0x4000_0000, "CLONE_NEWNET"),
        new("mknod", 1, FileType, 0x2000, "character devices"),
        new("mknod", 1, FileType, 0x6000, "block devices"),
        new("mknodat", 2, FileType, 0x2000, "character devices"),
        new("mknodat", 2, FileType, 0x6000, "block devices"),
        .. SetIds(),
        .. InitPriority(),
    ];

    /// <summary>
    /// Of the sandbox's pid 1, which has the server's uid: one that only runs when nobody else wants to never hears that mcpbox ended, and then
    /// not even SIGKILL is carried out while a server keeps the processors busy.
    /// </summary>
    private static IEnumerable<ArgumentRule> InitPriority() =>
    [
        new("sched_setattr", 0, Int, 1, "the init's scheduling"),
        new("sched_setscheduler", 0, Int, 1, "the init's scheduling"),
        new("setpriority", 0, 2, 2, "PRIO_USER: every process of the uid, and so the init"),
        new("setpriority", 1, Int, 1, "the init's priority"),
    ];

    /// <summary>TCP and UDP on the loopback of the sandbox's own network namespace; other protocols (SCTP, DCCP, MPTCP …) are code that few review.</summary>
    private static IEnumerable<ArgumentRule> InternetSockets() =>
        from family in new[] { (Number: 2UL, Name: "AF_INET"), (Number: 10UL, Name: "AF_INET6") }
        from protocol in new[] { (Number: 0UL, Name: "the family's own"), (Number: 6UL, Name: "TCP"), (Number: 17UL, Name: "UDP") }
        select new ArgumentRule("socket", 0, Int, family.Number, $"{family.Name}: loopback of the sandbox's own network namespace")
        {
            And = new ArgumentRule("socket", 2, Int, protocol.Number, protocol.Name),
        };
}
