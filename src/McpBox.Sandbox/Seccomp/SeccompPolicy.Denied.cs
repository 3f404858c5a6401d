using System.Collections.Immutable;

namespace McpBox.Sandbox.Seccomp;

/// <content>What a server must not have. Most of it needs a capability as well: this is the second lock.</content>
public static partial class SeccompPolicy
{
    /// <summary>Denied whatever their arguments.</summary>
    public static ImmutableArray<SyscallGroup> Denied { get; } =
    [
        new("io_uring", "a second system call interface that no filter sees", ["io_uring_setup", "io_uring_enter", "io_uring_register"]),
        new("namespaces", "new namespaces bring capabilities back, and with them most of the kernel's attack surface", ["unshare", "setns"]),
        new("mounts", "the view of the disk is the sandbox",
        [
            "mount", "umount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig", "fsmount", "fspick", "open_tree", "open_tree_attr",
            "move_mount", "mount_setattr", "statmount", "listmount",
        ]),
        new("other-processes", "reading and changing another process's memory, registers and descriptors",
        [
            "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "pidfd_getfd", "move_pages",
            "migrate_pages",
        ]),
        new("kernel-programs", "code of the caller in the kernel, and its side channels", ["bpf", "perf_event_open", "lookup_dcookie"]),
        new("keyrings", "not namespaced by uid: the host's keys of the same user", ["keyctl", "add_key", "request_key"]),
        new("fault-handling", "userfaultfd stops the kernel in the middle of a copy; memfd_secret hides memory from every audit", [
            "userfaultfd", "memfd_secret",
        ]),
        new("page-gifts", "vmsplice puts user pages into pipes; nothing needs it, exploits did", ["vmsplice"]),
        new("file-handles", "open by inode number, past every mount", ["open_by_handle_at", "name_to_handle_at"]),
        new("fanotify", "watches whole file systems", ["fanotify_init", "fanotify_mark"]),
        new("kernel-code", "another kernel, or code in this one", [
            "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "create_module", "query_module", "get_kernel_syms",
        ]),
        new("machine", "state of the whole host",
        [
            "reboot", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "syslog", "sethostname", "setdomainname", "vhangup", "ioperm",
            "iopl", "nfsservctl", "uselib", "ustat", "sysfs", "_sysctl", "modify_ldt",
        ]),
        new("clock-setting", "one clock for the whole host", ["settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "stime"]),
        new("numa-policy", "placement of memory on the host's nodes", ["mbind", "set_mempolicy", "set_mempolicy_home_node", "get_mempolicy"]),
    ];
}
