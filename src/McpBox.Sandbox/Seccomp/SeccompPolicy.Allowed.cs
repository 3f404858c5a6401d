using System.Collections.Immutable;

namespace McpBox.Sandbox.Seccomp;

/// <content>What a server needs: Node, Python, Java, Go, Rust, git and shells were run against this list.</content>
public static partial class SeccompPolicy
{
    /// <summary>Allowed whatever their arguments, but for <see cref="DeniedArguments"/>.</summary>
    public static ImmutableArray<SyscallGroup> Allowed { get; } =
    [
        new("file-content", "reading and writing what is open",
        [
            "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "lseek", "fsync",
            "fdatasync", "sync", "syncfs", "sync_file_range", "truncate", "ftruncate", "fallocate", "fadvise64", "readahead", "sendfile",
            "copy_file_range", "splice", "tee", "cachestat",
        ]),
        new("descriptors", "opening, copying and closing; mounts and file modes decide what can be opened; openat2 hides its mode from every filter",
        [
            "open", "openat", "creat", "close", "close_range", "dup", "dup2", "dup3", "fcntl", "flock", "ioctl", "pipe", "pipe2",
            "eventfd", "eventfd2", "memfd_create", "inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch",
        ]),
        new("file-names", "looking at and changing folders and metadata",
        [
            "access", "faccessat", "faccessat2", "stat", "lstat", "fstat", "newfstatat", "statx", "statfs", "fstatfs", "readlink",
            "readlinkat", "getcwd", "chdir", "fchdir", "mkdir", "mkdirat", "rmdir", "rename", "renameat", "renameat2", "link", "linkat",
            "unlink", "unlinkat", "symlink", "symlinkat", "getdents", "getdents64", "umask", "chmod", "fchmod", "fchmodat", "fchmodat2",
            "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat",
        ]),
        new("extended-attributes", "cp, git and tar ask for them; trusted ones need a capability",
        [
            "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr", "setxattr", "lsetxattr", "fsetxattr",
            "removexattr", "lremovexattr", "fremovexattr",
        ]),
        new("waiting", "event loops", [
            "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2",
        ]),
        new("asynchronous-files", "libaio; io_uring is denied",
        [
            "io_setup", "io_destroy", "io_submit", "io_cancel", "io_getevents", "io_pgetevents",
        ]),
        new("memory", "allocators, JIT compilers, guarded pages",
        [
            "brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "mincore", "msync", "mlock", "mlock2", "munlock", "mlockall",
            "munlockall", "membarrier", "mseal", "map_shadow_stack", "pkey_alloc", "pkey_free", "pkey_mprotect",
        ]),
        new("processes", "starting programs and waiting for them; clone is judged by its flags",
        [
            "fork", "vfork", "execve", "execveat", "exit", "exit_group", "wait4", "waitid", "getpid", "getppid", "gettid", "getpgid",
            "getpgrp", "setpgid", "getsid", "setsid", "pidfd_open", "prctl", "arch_prctl", "uname", "sysinfo", "getrusage", "times",
        ]),
        new("threads", "what a C library does for each thread",
        [
            "set_tid_address", "set_robust_list", "get_robust_list", "rseq", "futex", "futex_waitv", "futex_wait", "futex_wake",
            "futex_requeue", "getcpu",
        ]),
        new("scheduling", "priorities can only be given away, but not the init's; the affinity is a limit and cannot be changed, only asked for",
        [
            "sched_yield", "sched_getaffinity", "sched_getattr", "sched_setattr", "sched_getparam", "sched_setparam", "sched_getscheduler",
            "sched_setscheduler", "sched_get_priority_max", "sched_get_priority_min", "sched_rr_get_interval", "getpriority", "setpriority",
            "ioprio_get", "ioprio_set",
        ]),
        new("limits", "an unprivileged process can only lower its own; prlimit64 is judged by whose", ["getrlimit", "setrlimit"]),
        new("identity", "setpriv gives root up under this filter; without capabilities there is nothing to gain",
        [
            "getuid", "geteuid", "getgid", "getegid", "getgroups", "getresuid", "getresgid", "setuid", "setgid", "setreuid", "setregid",
            "setresuid", "setresgid", "setfsuid", "setfsgid", "setgroups", "capget", "capset",
        ]),
        new("signals", "within the pid namespace",
        [
            "kill", "tkill", "tgkill", "pidfd_send_signal", "rt_sigaction", "rt_sigprocmask", "rt_sigpending", "rt_sigqueueinfo",
            "rt_tgsigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "sigaltstack", "signalfd", "signalfd4", "pause",
            "restart_syscall",
        ]),
        new("clocks", "reading and waiting, never setting",
        [
            "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "alarm", "getitimer", "setitimer",
            "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime", "timerfd_create", "timerfd_gettime",
            "timerfd_settime",
        ]),
        new("sockets", "what can be done with a socket; socket and socketpair are judged by their family",
        [
            "bind", "connect", "listen", "accept", "accept4", "getsockname", "getpeername", "getsockopt", "setsockopt", "sendto", "sendmsg",
            "sendmmsg", "recvfrom", "recvmsg", "recvmmsg", "shutdown",
        ]),
        new("randomness", "seeds and keys", ["getrandom"]),
        new("self-confinement", "a server may give up more", [
            "seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self",
        ]),
    ];
}
