using System.Collections.Immutable;

namespace McpBox.Testing;

/// <summary>The lines of tests/probe/probe.c: control to <c>held …</c> or <c>open …</c>.</summary>
internal static class ControlLines
{
    /// <summary>Every line of the probe: one that it does not print is not held.</summary>
    public static readonly ImmutableArray<string> Names =
    [
        "processes", "foreign-process", "namespace-cgroup", "namespace-ipc", "namespace-mnt", "namespace-net", "namespace-pid",
        "namespace-user", "namespace-uts", "capabilities", "no-new-privileges", "seccomp-mode", "identity", "identity-fixed", "environment",
        "environment-of-others", "init-hidden", "descriptors", "terminal", "terminal-devices", "session", "interfaces", "metadata-address", "name-server",
        "name-resolver", "name-resolver-local", "host-loopback", "abstract-socket", "sysv-memory", "posix-memory", "write-root", "write-usr",
        "write-etc", "write-dev", "tmp-size", "home-size", "shm-size", "host-files", "host-accounts", "daemon-sockets", "cgroup-tree", "sys",
        "devices", "device-modes", "proc-masks", "proc-folders", "core-pattern", "sysrq", "proc-read-only", "hostname", "open-files", "file-size",
        "core", "unshare-user", "clone-user", "clone3", "setns", "mount", "umount", "open-tree", "mount-setattr", "chroot", "ptrace",
        "ptrace-init", "process-vm", "pidfd-getfd", "kcmp", "bpf", "perf", "keyctl", "add-key", "request-key", "userfaultfd", "io-uring",
        "file-handles", "open-by-handle", "fanotify", "vmsplice", "swapon", "quotactl", "settimeofday", "clock-settime", "affinity",
        "init-scheduling", "init-attributes", "init-priority", "user-priority", "init-limits",
        "mknod-device", "set-uid-chmod", "set-gid-chmod", "set-uid-open", "set-uid-tmpfile", "set-uid-mknod", "openat2", "kexec", "modules",
        "reboot", "tiocsti", "tiocsti-high-bits", "tioclinux", "personality", "socket-vsock", "socket-alg", "socket-mptcp", "socket-packet",
        "socket-netlink-uevent", "unlisted", "x32", "i386",
    ];

    public static ImmutableDictionary<string, string> Parse(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(": ", 2))
        .ToImmutableDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);

    /// <summary>The lines of the same program on the bare host, under another uid than it is asked to have.</summary>
    public static ImmutableDictionary<string, string> OnHost(string probe)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, UseShellExecute = false };

        // With a descriptor that nobody asked for, as a careless parent would leave one.
        string[] words = ["-c", "exec \"$@\" 9</dev/null", "sh", probe, "uid=65533", $"other-pid={Environment.ProcessId}", .. HostThings.Arguments];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = System.Diagnostics.Process.Start(start)!;
        return Parse(process.StandardOutput.ReadToEnd());
    }
}
