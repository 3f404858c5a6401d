namespace McpBox.Sandbox.Probe;

/// <summary>Names of the checks: what the init reports by, and what documents, journals and refusals call them. Never renamed.</summary>
public static class ProbeNames
{
    public const string Processes = "processes.visible";
    public const string Namespaces = "namespaces.own";
    public const string HostName = "host.name";

    public const string Interfaces = "network.interfaces";
    public const string Routes = "network.routes";
    public const string Reachable = "network.reachable";
    public const string Listeners = "network.listeners";
    public const string AbstractSockets = "network.abstract-sockets";

    public const string Protected = "files.protected";
    public const string HostFiles = "files.host";
    public const string DaemonSockets = "files.daemon-sockets";

    public const string MountPoints = "mounts.points";
    public const string MountsWritable = "mounts.writable";
    public const string MountsSetUid = "mounts.set-uid";
    public const string MountsDevices = "mounts.devices";
    public const string MountsExecutable = "mounts.executable";
    public const string MountSizes = "mounts.sizes";

    public const string Devices = "devices.nodes";
    public const string Terminal = "devices.terminal";
    public const string Descriptors = "descriptors.inherited";

    public const string KernelReadable = "kernel.readable";
    public const string KernelWritable = "kernel.writable";
    public const string CgroupWritable = "kernel.cgroup-writable";

    public const string Capabilities = "privileges.capabilities";
    public const string NoNewPrivileges = "privileges.no-new-privileges";
    public const string Seccomp = "privileges.seccomp";
    public const string Scheduling = "privileges.scheduling";

    public const string Uid = "identity.uid";
    public const string Gid = "identity.gid";
    public const string Groups = "identity.groups";
    public const string UidMap = "identity.uid-map";
    public const string GidMap = "identity.gid-map";

    public const string OpenFiles = "limits.open-files";
    public const string FileSize = "limits.file-size";
    public const string Core = "limits.core";
    public const string Memory = "limits.memory";
    public const string Swap = "limits.swap";
    public const string Pids = "limits.pids";
    public const string Cpus = "limits.cpus";

    /// <summary>System calls that are judged by an argument: <c>SeccompPolicy.DeniedArguments</c>.</summary>
    public const string Arguments = Syscalls + "arguments";

    /// <summary>Socket families and protocols that are not on the list.</summary>
    public const string Sockets = Syscalls + "sockets";

    /// <summary>Some of what stands on no list.</summary>
    public const string Unlisted = Syscalls + "unlisted";

    /// <summary>Before the name of a group of <c>SeccompPolicy.Denied</c>.</summary>
    public const string Syscalls = "syscalls.";
}
