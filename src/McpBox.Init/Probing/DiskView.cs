using System.Collections.Immutable;
using McpBox.Posix.Files;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>What there is on the disk that should not be, and what can be written that should not.</summary>
internal static class DiskView
{
    // Its own: what another probe makes at this moment, in a sandbox that is weaker than ours, or once left behind, says nothing of this one.
    private static readonly string Name = $".mcpbox-probe-{Guid.NewGuid():N}";

    private const string DeviceFolder = "/dev";

    /// <summary>More than a sandbox has; a host has hundreds.</summary>
    private const int MostDevices = 64;

    /// <summary>Places of the system, of any image.</summary>
    private static readonly string[] SystemFolders =
    [
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/mnt", "/opt", "/proc", "/root", "/run", "/srv", "/sys", "/usr", "/usr/bin", "/usr/lib",
        "/usr/local", "/usr/local/bin", "/var", "/var/lib", "/var/tmp",
    ];

    /// <summary>Who reaches one of these has its daemon's rights, root's for the most part.</summary>
    private static readonly string[] Sockets =
    [
        "/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock", "/run/crio/crio.sock",
        "/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket", "/run/systemd/private", "/run/systemd/notify", "/run/snapd.socket",
        "/run/nscd/socket", "/var/run/nscd/socket", "/tmp/.X11-unix/X0", "/tmp/.X11-unix/X1",
    ];

    /// <summary>The outcome of making a file in each of the system's folders. One that is made is removed at once.</summary>
    /// <param name="writable">Folders that are meant to be written to, where nothing is tried.</param>
    internal static string Protected(ImmutableArray<string> writable) => ProbeWords.List(SystemFolders
        .Where(folder => !writable.Any(path => folder == path || folder.StartsWith(path + "/", StringComparison.Ordinal)))
        .Select(static folder => $"{folder}={MakeFile(folder)}"));

    /// <summary>Which file is at each path, as device and inode.</summary>
    internal static string HostFiles(ImmutableArray<string> paths) =>
        ProbeWords.List(paths.Select(static path => $"{ProbeWords.Path(path)}={HostFacts.Identity(path) ?? ProbeWords.Absent}"));

    internal static string DaemonSockets() => ProbeWords.List(Sockets.Where(static path => FileStatus.Of(path) is { Kind: FileKind.Socket }));

    /// <summary>Device nodes below /dev; links are left out, what they lead to is found where it is.</summary>
    internal static string Devices()
    {
        var nodes = Nodes(DeviceFolder, depth: 2).Take(MostDevices + 1).Order(StringComparer.Ordinal).ToList();
        return ProbeWords.List(nodes.Count > MostDevices ? [.. nodes.Take(MostDevices), ProbeWords.More] : nodes);
    }

    private static IEnumerable<string> Nodes(string folder, int depth)
    {
        foreach (var path in (Files.TryReadFolder(folder, out _) ?? []).Select(name => $"{folder}/{name}"))
        {
            if (Files.ReadLink(path) is not null)
                continue;
            var kind = FileStatus.Of(path)?.Kind;
            if (kind is FileKind.CharacterDevice or FileKind.BlockDevice)
                yield return ProbeWords.Path(path[(DeviceFolder.Length + 1)..]);
            else if (kind is FileKind.Directory && depth > 1)
            {
                foreach (var node in Nodes(path, depth - 1))
                    yield return node;
            }
        }
    }

    private static string MakeFile(string folder)
    {
        var path = Path.Combine(folder, Name);
        var descriptor = Native.Open(path, Native.WriteOnly | Native.Create | Native.Exclusive | Native.Carefully, 0x180);
        if (descriptor < 0)
            return Errno.Name(Native.Errno);
        _ = Native.Unlink(path);
        _ = Native.Close(descriptor);
        return "made";
    }
}
