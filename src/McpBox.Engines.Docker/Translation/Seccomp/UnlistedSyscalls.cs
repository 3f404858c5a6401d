using System.Collections.Immutable;

namespace McpBox.Engines.Docker.Translation.Seccomp;

/// <summary>
/// System calls of Linux 6.17 on x86-64 and arm64 that the policy says nothing of. They are not there (ENOSYS), as whatever comes later is
/// not; an engine that has one errno for all that its filter does not name has to be told so by name.
/// </summary>
internal static class UnlistedSyscalls
{
    public static ImmutableArray<string> Names { get; } =
    [
        // The C library falls back to clone and openat.
        "clone3", "openat2",

        // System V and POSIX inter-process communication.
        "mq_getsetattr", "mq_notify", "mq_open", "mq_timedreceive", "mq_timedsend", "mq_unlink", "msgctl", "msgget", "msgrcv", "msgsnd",
        "semctl", "semget", "semop", "semtimedop", "shmat", "shmctl", "shmdt", "shmget",

        // Never written, or no more.
        "afs_syscall", "epoll_ctl_old", "epoll_wait_old", "get_thread_area", "getpmsg", "putpmsg", "remap_file_pages", "security",
        "set_thread_area", "tuxcall", "vserver",

        // Younger than the policy.
        "file_getattr", "file_setattr", "getxattrat", "listns", "listxattrat", "lsm_get_self_attr", "lsm_list_modules", "lsm_set_self_attr",
        "removexattrat", "setxattrat", "uprobe", "uretprobe",
    ];
}
