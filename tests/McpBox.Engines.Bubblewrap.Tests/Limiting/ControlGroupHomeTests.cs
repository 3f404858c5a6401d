using McpBox.Engines.Bubblewrap.Limiting;

namespace McpBox.Engines.Bubblewrap.Tests.Limiting;

/// <summary>Where groups are made, for the layouts of cgroups(7) that there are.</summary>
public sealed class ControlGroupHomeTests
{
    private const string Legacy = """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
        35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;

    private const string Unified = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";

    [Fact]
    public void Each_controller_of_version_1_has_its_own_hierarchy()
    {
        var homes = ControlGroupHome.Find(Legacy, "8:pids:/\n4:memory:/docker/abc/inner\n1:cpu,cpuacct:/user\n0::/\n", static home => home.Version == 1);
        Assert.Equal(
            [
                new("pids", 1, "/sys/fs/cgroup/pids"),
                new("memory", 1, "/sys/fs/cgroup/memory/inner"),
                new("cpu", 1, "/sys/fs/cgroup/cpu,cpuacct/user"),
            ],
            homes);
    }

    [Fact]
    public void A_group_that_its_mount_does_not_show_is_not_used() =>
        Assert.Empty(ControlGroupHome.Find(Legacy, "4:memory:/docker/other\n4:memory:/../x\n", static _ => true));

    [Fact]
    public void Version_2_uses_the_nearest_ancestor_that_hands_memory_and_pids_down()
    {
        const string App = "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice";
        var homes = ControlGroupHome.Find(
            Unified,
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/terminal.scope\n",
            home => home.Folder is App && home.Controller != "cpu");
        Assert.Equal([new("memory", 2, App), new("pids", 2, App)], homes);
    }

    [Fact]
    public void An_ancestor_that_hands_down_only_one_of_them_is_passed_by() => Assert.Empty(
        ControlGroupHome.Find(Unified, "0::/a/b\n", static home => home.Controller == "pids"));

    [Theory]
    [InlineData(0b1111, 2, 0, 0b0011)]
    [InlineData(0b1111, 2, 3, 0b1001)]
    [InlineData(0b1010, 1, 1, 0b1000)]
    [InlineData(0b0001, 4, 7, 0b0001)]
    public void An_affinity_keeps_so_many_of_the_processors_that_there_are(byte mask, int count, int start, byte kept) =>
        Assert.Equal([kept], ProcessLimits.Keep([mask], count, start));
}
