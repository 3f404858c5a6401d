using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Docker.Tests.Translation;

public sealed class GvisorPromisesTests
{
    private static readonly ProbeContext Context = new()
    {
        Uid = 65534,
        Gid = 65534,
        UidMap = "0 0 4294967295",
        GidMap = "0 0 4294967295",
        HostName = "mcpbox",
        Mounts = [new("/", MountOptions.ReadOnly), new("/dev", MountOptions.NoSuid, 1)],
        DeclaredMountOptions = MountOptions.None,
        ScratchOptions = MountOptions.NoSuid,
        Devices = ["null"],
        HostNamespaces = ["ipc:[1]", "net:[2]", "pid:[3]"],
    };

    [Theory]
    [InlineData(null)]
    [InlineData("runc")]
    public void Nothing_is_excused_on_another_runtime(string? runtime) => Assert.Same(Context, GvisorPromises.Adjust(On(runtime), Context));

    [Fact]
    public void What_gVisor_does_not_show_is_named_and_nothing_else()
    {
        string[] named =
        [
            ProbeNames.MountsSetUid, ProbeNames.MountsDevices, ProbeNames.Memory, ProbeNames.Swap, ProbeNames.Pids, ProbeNames.Cpus, ProbeNames.Seccomp,
        ];
        var syscalls = ProbeChecks.All.Select(check => check.Name).Where(name => name.StartsWith(ProbeNames.Syscalls, StringComparison.Ordinal));
        Assert.Equal(
            named.Concat(syscalls).Order(StringComparer.Ordinal),
            GvisorPromises.Adjust(On("runsc"), Context).Unobservable.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_filter_that_keeps_set_uid_files_out_of_a_writable_mount_is_not_excused()
    {
        var plan = On("runsc") with { Mounts = [new PlanMount("/srv/x", "/x", Writable: true, "declared")] };
        Assert.DoesNotContain(ProbeNames.Arguments, GvisorPromises.Adjust(plan, Context).Unobservable.Keys);
    }

    [Fact]
    public void The_network_and_the_processes_are_compared_with_the_hosts_all_the_same() =>
        Assert.Equal(["net:[2]", "pid:[3]"], GvisorPromises.Adjust(On("runsc"), Context).HostNamespaces);

    private static SandboxPlan On(string? runtime) => Scene.Plan with { Runtime = runtime, Mounts = [] };
}
