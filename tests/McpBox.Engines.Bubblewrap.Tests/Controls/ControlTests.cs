using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Testing;

namespace McpBox.Engines.Bubblewrap.Tests.Controls;

/// <summary>
/// Each control, tried from inside by tests/probe/probe.c, is held; and the probe notices when it is not: without the control, or on the
/// bare host.
/// </summary>
public sealed class ControlTests
{
    public static TheoryData<Identity, string> Held
    {
        get
        {
            var data = new TheoryData<Identity, string>();
            foreach (var identity in Identities.Available)
            {
                foreach (var name in ControlLines.Names)
                    data.Add(identity, name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Held))]
    public void A_control_is_held(Identity identity, string control) =>
        Assert.StartsWith("held", ProbeReport.Of(identity)[control], StringComparison.Ordinal);

    [Fact]
    public void The_probe_tries_nothing_that_no_test_asks_for() =>
        Assert.Equal(ControlLines.Names.Order(StringComparer.Ordinal), ProbeReport.Of(Identities.Available.Last()).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_control_stands_on_the_page_of_controls()
    {
        var page = File.ReadAllText(Path.Combine(TestFiles.Repository(), "docs", "security.md"));
        Assert.All(ControlLines.Names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    public static TheoryData<Identity, string, string> Noticed
    {
        get
        {
            var data = new TheoryData<Identity, string, string>();
            foreach (var (identity, removal, controls) in Removals)
            {
                // Where tests are no root, the ordinary user shows what it can.
                if (!Identities.Available.Contains(identity))
                    continue;
                foreach (var control in controls)
                    data.Add(identity, removal, control);
            }

            return data;
        }
    }

    /// <summary>Which identity shows it, what is taken away, and what must then be open.</summary>
    private static readonly (Identity Identity, string Removal, string[] Controls)[] Removals =
    [
        (Identity.Unprivileged, "network namespace", ["namespace-net", "host-loopback", "abstract-socket", "interfaces"]),
        (Identity.Unprivileged, "ipc namespace", ["namespace-ipc"]),
        (Identity.Unprivileged, "ipc namespace and both filters", ["sysv-memory"]),
        (Identity.Unprivileged, "uts namespace", ["namespace-uts", "hostname"]),
        (Identity.Unprivileged, "cgroup namespace", ["namespace-cgroup"]),
        (Identity.Unprivileged, "pid namespace", ["namespace-pid", "processes", "foreign-process"]),
        (Identity.Unprivileged, "capability drop", ["capabilities"]),
        (Identity.RootCaller, "capability drop", ["capabilities"]),
        (Identity.Unprivileged, "read-only root", ["write-root", "write-etc", "write-dev"]),
        (Identity.RootCaller, "read-only usr", ["write-usr"]),
        (Identity.Unprivileged, "read-only proc", ["proc-read-only"]),
        (Identity.RootCaller, "read-only proc", ["proc-read-only", "core-pattern"]),
        (Identity.Unprivileged, "proc masks", ["proc-masks"]),
        (Identity.Unprivileged, "proc folder masks", ["proc-folders"]),
        (Identity.Unprivileged, "tmp size", ["tmp-size"]),
        (Identity.Unprivileged, "home size", ["home-size"]),
        (Identity.RootNobody, "home size", ["home-size"]),
        (Identity.Unprivileged, "shared memory size", ["shm-size"]),
        (Identity.RootCaller, "device protection", ["device-modes"]),
        (Identity.RootNobody, "setpriv", ["identity", "capabilities", "identity-fixed"]),

        (Identity.Unprivileged, "both filters", ["seccomp-mode", .. Denied, .. Unlisted, "x32", "i386"]),
        (Identity.Unprivileged, "denying filter", ["tiocsti", "tiocsti-high-bits", "tioclinux", "set-uid-chmod", "set-gid-chmod", "set-uid-open"]),
        (Identity.Unprivileged, "allowing filter", Unlisted),
    ];

    private static string[] Denied =>
    [
        "unshare-user", "clone-user", "setns", "mount", "umount", "open-tree", "mount-setattr", "chroot", "ptrace",
        "process-vm", "pidfd-getfd", "kcmp", "bpf", "perf", "keyctl", "add-key", "request-key", "userfaultfd", "io-uring", "file-handles",
        "open-by-handle", "fanotify", "vmsplice", "swapon", "quotactl", "settimeofday", "clock-settime", "affinity", "init-scheduling",
        "init-attributes", "init-priority", "user-priority", "init-limits", "mknod-device", "tiocsti", "tiocsti-high-bits", "tioclinux",
        "set-uid-chmod", "set-gid-chmod", "set-uid-open", "set-uid-tmpfile", "set-uid-mknod",
    ];

    private static string[] Unlisted =>
        ["clone3", "personality", "socket-vsock", "socket-alg", "socket-mptcp", "socket-packet", "socket-netlink-uevent", "openat2", "unlisted"];

    [Theory]
    [MemberData(nameof(Noticed))]
    public void The_probe_notices_a_control_that_is_taken_away(Identity identity, string removal, string control) =>
        Assert.StartsWith("open", ProbeReport.Of(identity, removal)[control], StringComparison.Ordinal);

    /// <summary>Controls that are no single option of bwrap: they are open on the host.</summary>
    [Theory]
    [InlineData("namespace-user")]
    [InlineData("namespace-mnt")]
    [InlineData("no-new-privileges")]
    [InlineData("identity")]
    [InlineData("environment")]
    [InlineData("descriptors")]
    [InlineData("init-hidden")]
    [InlineData("session")]
    [InlineData("terminal-devices")]
    [InlineData("cgroup-tree")]
    [InlineData("posix-memory")]
    [InlineData("host-files")]
    [InlineData("host-accounts")]
    [InlineData("sys")]
    [InlineData("devices")]
    [InlineData("open-files")]
    [InlineData("file-size")]
    public void The_probe_finds_the_bare_host_open(string control) =>
        Assert.StartsWith("open", ProbeReport.OnHost()[control], StringComparison.Ordinal);
}
