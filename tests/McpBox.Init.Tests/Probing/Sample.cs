using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Tests.Probing;

/// <summary>A sandbox that keeps all its promises, as the init would report it.</summary>
internal static class Sample
{
    public static SandboxPlan Plan { get; } = new()
    {
        Name = "test",
        Profile = "strict",
        Command = ["/usr/bin/true"],
        WorkingDirectory = "/tmp",
        Mounts =
        [
            new PlanMount("/srv/data", "/srv/my data", Writable: true, "test"),
            new PlanMount("/srv/code", "/srv/code", Writable: false, "test"),
        ],
        TmpSize = 4L << 20,
        HomeSize = 2L << 20,
        Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Limits = new PlanLimits(256L << 20, 64, 1.5, 256, 8L << 20, RequireCgroup: true),
        RunAs = RunAs.Nobody,
    };

    public static ProbeContext Context { get; } = new()
    {
        Uid = 65534,
        Gid = 65534,
        Groups = [100],
        UidMap = "0 0 1, 65534 65534 1",
        GidMap = "0 0 1, 65534 65534 1",
        HostName = "mcpbox",
        Mounts =
        [
            new("/", MountOptions.ReadOnly | MountOptions.NoSuid | MountOptions.NoDev),
            new("/usr", MountOptions.ReadOnly | MountOptions.NoSuid | MountOptions.NoDev, Below: true),
            new("/proc", MountOptions.ReadOnly | MountOptions.NoSuid | MountOptions.NoDev | MountOptions.NoExec, Below: true),
            new("/dev/null", MountOptions.NoSuid),
            new("/dev/shm", MountOptions.NoSuid | MountOptions.NoDev | MountOptions.NoExec, 1L << 20),
        ],
        DeclaredMountOptions = MountOptions.NoSuid | MountOptions.NoDev,
        ScratchOptions = MountOptions.NoSuid | MountOptions.NoDev,
        Devices = ["null", "pts/ptmx"],
        HostNamespaces = ["net:[1]", "pid:[2]"],
        HostFiles = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("/root", "254:0:7")]),
    };

    public static InitReport Report { get; } = new(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [ProbeNames.Processes] = "none",
        [ProbeNames.Namespaces] = "ipc:[3] net:[5] pid:[6]",
        [ProbeNames.HostName] = "mcpbox",
        [ProbeNames.Interfaces] = "lo sit0(down)",
        [ProbeNames.Routes] = "none",
        [ProbeNames.Reachable] = "169.254.169.254=ENETUNREACH 192.0.2.1=ENETUNREACH 2001:db8::1=EAFNOSUPPORT",
        [ProbeNames.Listeners] = "none",
        [ProbeNames.AbstractSockets] = "none",
        [ProbeNames.Protected] = "/=EROFS /etc=EACCES /opt=ENOENT",
        [ProbeNames.HostFiles] = "/home=absent /root=0:43:7",
        [ProbeNames.DaemonSockets] = "none",
        [ProbeNames.MountPoints] = @"/ /usr /usr/local /proc /proc/irq /dev/null /dev/shm /tmp /home/mcp /srv/my\040data /srv/code",
        [ProbeNames.MountsWritable] = @"/dev/null /dev/shm /tmp /home/mcp /srv/my\040data",
        [ProbeNames.MountsSetUid] = "none",
        [ProbeNames.MountsDevices] = "/dev/null",
        [ProbeNames.MountsExecutable] = "/ /usr /tmp",
        [ProbeNames.MountSizes] = "/tmp=4194304 /home/mcp=2097152 /dev/shm=1048576",
        [ProbeNames.Devices] = "null",
        [ProbeNames.Terminal] = "none",
        [ProbeNames.Descriptors] = "none",
        [ProbeNames.KernelReadable] = "none",
        [ProbeNames.KernelWritable] = "none",
        [ProbeNames.CgroupWritable] = "none",
        [ProbeNames.Capabilities] = "none",
        [ProbeNames.NoNewPrivileges] = "1",
        [ProbeNames.Seccomp] = "2",
        [ProbeNames.Scheduling] = "other",
        [ProbeNames.Uid] = "65534",
        [ProbeNames.Gid] = "65534",
        [ProbeNames.Groups] = "100 65534",
        [ProbeNames.UidMap] = "0 0 1, 65534 65534 1",
        [ProbeNames.GidMap] = "0 0 1, 65534 65534 1",
        [ProbeNames.OpenFiles] = "256",
        [ProbeNames.FileSize] = "8388608",
        [ProbeNames.Core] = "0",
        [ProbeNames.Memory] = "268435456",
        [ProbeNames.Swap] = "0",
        [ProbeNames.Pids] = "64",
        [ProbeNames.Cpus] = "1.5",
    }).AddRange(SyscallTrials.All.GroupBy(trial => trial.Check).Select(check => KeyValuePair.Create(
        check.Key, $"EPERM: {check.First().Name}; ENOSYS: {ProbeWords.List(check.Skip(1).Select(trial => trial.Name))}"))));

    public static ProbeReport Compare(string check, string? observed) => ProbeComparison.Compare(
        Plan, Context, new InitReport(observed is null ? Report.Observations.Remove(check) : Report.Observations.SetItem(check, observed)));
}
