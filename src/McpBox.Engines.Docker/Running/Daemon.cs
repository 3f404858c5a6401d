using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Translation;

namespace McpBox.Engines.Docker.Running;

/// <summary>A daemon that was asked who and where it is.</summary>
internal sealed record Daemon(DockerClient Client, DaemonFacts Facts)
{
    /// <summary>Asks.</summary>
    /// <exception cref="DockerException">It cannot be reached, or is none.</exception>
    public static Daemon Connect(DockerEndpoint endpoint)
    {
        var client = DockerClient.Connect(endpoint);
        return new Daemon(client, Read(client.Endpoint.Address, client.Daemon, client.Info()));
    }

    internal static DaemonFacts Read(DaemonAddress address, DaemonVersion version, DaemonInfo info)
    {
        var security = info.SecurityOptions ?? [];
        return new DaemonFacts
        {
            Version = version.Version ?? "",
            IsPodman = version.IsPodman,
            Distance = Distance(address, info, Has("userns")),
            IsRootless = Has("rootless"),
            HasSelinux = Has("selinux"),
            Runtimes = [.. info.Runtimes?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()],
            DefaultRuntime = info.DefaultRuntime ?? "runc",
            Unlimited = [.. Missing(info)],
            CgroupVersion = info.CgroupVersion ?? "1",
            StorageDriver = info.Driver ?? "",
        };

        bool Has(string name) => security.Exists(option => option == name || option == "name=" + name || option.StartsWith($"name={name},", StringComparison.Ordinal));
    }

    /// <summary>
    /// A daemon behind a unix socket may still be elsewhere: in the machine of Docker Desktop or podman machine, behind a tunnel, or on the
    /// host of the container that we are in. Only where kernel and host name are ours as well is it here.
    /// </summary>
    private static string? Distance(DaemonAddress address, DaemonInfo info, bool mapsUsers)
    {
        if (address is not DaemonAddress.Unix)
            return "it does not listen on a unix socket";
        if (!OperatingSystem.IsLinux() || info.OsType != "linux")
            return "it runs on another system";
        if (info.OperatingSystem?.Contains("Docker Desktop", StringComparison.Ordinal) == true)
            return "it runs in the virtual machine of Docker Desktop";
        if (info.KernelVersion != Kernel("osrelease") || info.Name != Kernel("hostname"))
            return "its kernel or host name is not this machine's";
        return mapsUsers ? "it maps users (userns-remap), so that your files are somebody else's inside" : null;
    }

    private static IEnumerable<string> Missing(DaemonInfo info)
    {
        if (!info.MemoryLimit)
            yield return "memory";
        if (!info.SwapLimit)
            yield return "swap";
        if (!info.PidsLimit)
            yield return "pids";
        if (!info.CpuQuota)
            yield return "cpu";
    }

    private static string Kernel(string name) => File.ReadAllText("/proc/sys/kernel/" + name).Trim();
}
