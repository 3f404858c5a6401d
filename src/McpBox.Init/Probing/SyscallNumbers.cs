using System.Runtime.InteropServices;

namespace McpBox.Init.Probing;

/// <summary>Numbers of the system calls that the probe makes: arch/x86/entry/syscalls/syscall_64.tbl and scripts/syscall.tbl of Linux 6.18.</summary>
internal static class SyscallNumbers
{
    /// <summary>Stands for a system call that an architecture never had.</summary>
    internal const int Absent = -1;

    /// <summary>Name, number on x86-64, number on arm64.</summary>
    internal static readonly (string Name, int X64, int Arm64)[] Table =
    [
        ("_sysctl", 156, -1), ("acct", 163, 89), ("add_key", 248, 217), ("adjtimex", 159, 171), ("bpf", 321, 280), ("chmod", 90, -1),
        ("chroot", 161, 51), ("clock_adjtime", 305, 266), ("clock_settime", 227, 112), ("clone", 56, 220), ("clone3", 435, 435),
        ("creat", 85, -1), ("create_module", 174, -1), ("delete_module", 176, 106), ("fanotify_init", 300, 262),
        ("fanotify_mark", 301, 263), ("fchmod", 91, 52), ("fchmodat", 268, 53), ("fchmodat2", 452, 452), ("finit_module", 313, 273),
        ("fsconfig", 431, 431), ("fsmount", 432, 432), ("fsopen", 430, 430), ("fspick", 433, 433), ("get_kernel_syms", 177, -1),
        ("get_mempolicy", 239, 236), ("init_module", 175, 105), ("io_uring_enter", 426, 426), ("io_uring_register", 427, 427),
        ("io_uring_setup", 425, 425), ("ioctl", 16, 29), ("ioperm", 173, -1), ("iopl", 172, -1), ("kcmp", 312, 272),
        ("kexec_file_load", 320, 294), ("kexec_load", 246, 104), ("keyctl", 250, 219), ("listmount", 458, 458),
        ("lookup_dcookie", 212, 18), ("mbind", 237, 235), ("memfd_secret", 447, 447), ("migrate_pages", 256, 238), ("mknod", 133, -1),
        ("mknodat", 259, 33), ("modify_ldt", 154, -1), ("mount", 165, 40), ("mount_setattr", 442, 442), ("move_mount", 429, 429),
        ("move_pages", 279, 239), ("mq_open", 240, 180), ("name_to_handle_at", 303, 264), ("nfsservctl", 180, 42), ("open", 2, -1),
        ("open_by_handle_at", 304, 265), ("open_tree", 428, 428), ("open_tree_attr", 467, 467), ("openat", 257, 56),
        ("openat2", 437, 437), ("perf_event_open", 298, 241), ("pidfd_getfd", 438, 438), ("pivot_root", 155, 41),
        ("prlimit64", 302, 261),
        ("process_madvise", 440, 440), ("process_mrelease", 448, 448), ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271),
        ("ptrace", 101, 117), ("query_module", 178, -1), ("quotactl", 179, 60), ("quotactl_fd", 443, 443), ("reboot", 169, 142),
        ("request_key", 249, 218), ("sched_setaffinity", 203, 122), ("sched_setattr", 314, 274),
        ("sched_setscheduler", 144, 119), ("semget", 64, 190), ("set_mempolicy", 238, 237),
        ("set_mempolicy_home_node", 450, 450), ("setdomainname", 171, 162), ("sethostname", 170, 161), ("setns", 308, 268), ("setpriority", 141, 140),
        ("settimeofday", 164, 170), ("shmget", 29, 194), ("socket", 41, 198), ("statmount", 457, 457), ("stime", -1, -1),
        ("swapoff", 168, 225), ("swapon", 167, 224), ("sysfs", 139, -1), ("syslog", 103, 116), ("umount", -1, -1), ("umount2", 166, 39),
        ("unshare", 272, 97), ("uselib", 134, -1), ("userfaultfd", 323, 282), ("ustat", 136, -1),
        ("vmsplice", 278, 75),
    ];

    // Not frozen: to freeze it takes longer than to ask it a hundred times.
    private static readonly Dictionary<string, int> Numbers = Table.ToDictionary(
        static row => row.Name,
        static row => RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => row.X64,
            Architecture.Arm64 => row.Arm64,
            var other => throw new PlatformNotSupportedException($"no system call numbers for {other}"),
        },
        StringComparer.Ordinal);

    /// <summary>On the architecture that this runs on.</summary>
    /// <exception cref="KeyNotFoundException">The name is not in the table.</exception>
    internal static int Of(string name) => Numbers[name];
}
