using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Running;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>Where a daemon is, and what it can: from what it says of itself.</summary>
public sealed class DaemonTests
{
    private static readonly DaemonAddress Socket = new DaemonAddress.Unix("/run/docker.sock");
    private static readonly DaemonVersion Version = new("20.10.24", "1.41", "1.12", "linux", "amd64", null, null);

    private static readonly DaemonInfo Here = new(
        "id", Environment.MachineName, "linux", "Debian", "x86_64", File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), "20.10.24", "overlay2", "cgroupfs", "1",
        "runc", null, ["name=seccomp,profile=default"], 2, 1, MemoryLimit: true, SwapLimit: true, PidsLimit: true, CpuQuota: true);

    [Fact]
    public void A_unix_socket_with_this_kernel_and_host_name_is_here() => Assert.True(Daemon.Read(Socket, Version, Here).IsLocal);

    [Fact]
    public void Tcp_is_elsewhere_even_on_loopback() => Assert.False(Daemon.Read(new DaemonAddress.Tcp("127.0.0.1", 2375), Version, Here).IsLocal);

    [Fact]
    public void Another_kernel_is_elsewhere() => Assert.False(Daemon.Read(Socket, Version, Here with { KernelVersion = "5.0" }).IsLocal);

    [Fact]
    public void Another_host_name_is_elsewhere() => Assert.False(Daemon.Read(Socket, Version, Here with { Name = "other" }).IsLocal);

    [Fact]
    public void Docker_Desktop_is_elsewhere() => Assert.False(Daemon.Read(Socket, Version, Here with { OperatingSystem = "Docker Desktop" }).IsLocal);

    [Fact]
    public void A_daemon_that_maps_users_does_not_share_files() =>
        Assert.Contains("userns-remap", Daemon.Read(Socket, Version, Here with { SecurityOptions = ["name=userns"] }).Distance, StringComparison.Ordinal);

    [Fact]
    public void Security_options_are_read_with_and_without_their_old_names()
    {
        Assert.True(Daemon.Read(Socket, Version, Here with { SecurityOptions = ["name=rootless"] }).IsRootless);
        Assert.True(Daemon.Read(Socket, Version, Here with { SecurityOptions = ["selinux"] }).HasSelinux);
        Assert.False(Daemon.Read(Socket, Version, Here).HasSelinux);
    }

    [Fact]
    public void What_cannot_be_limited_is_listed() =>
        Assert.Equal(["swap", "pids"], Daemon.Read(Socket, Version, Here with { SwapLimit = false, PidsLimit = false }).Unlimited);
}
