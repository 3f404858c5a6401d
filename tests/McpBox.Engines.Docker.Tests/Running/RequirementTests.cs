using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Tests.Translation;
using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>What keeps a daemon from honouring a plan is said before anything is made.</summary>
public sealed class RequirementTests
{
    private static readonly SandboxPlan Plan = Scene.Plan with { Mounts = [] };
    private static readonly ImageDetails Image = new("sha256:b", null, null, "linux", "amd64", null);

    [Fact]
    public void A_sound_plan_on_a_sound_daemon_is_not_refused() => Assert.Empty(Requirements.Check(Plan, Scene.Docker, Image));

    [Fact]
    public void An_image_that_is_not_there_is_refused_with_the_command_that_fetches_it()
    {
        var refusal = Assert.Single(Requirements.Check(Plan, Scene.Docker, null));
        Assert.Equal("MB2233", refusal.Code);
        Assert.Contains("mcpbox pull mcp/files:1", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runtime_that_the_daemon_does_not_know_is_refused() => Refused("MB2234", Plan with { Runtime = "runsc" }, Scene.Docker);

    [Fact]
    public void Podman_is_not_asked_for_a_runtime_that_it_would_pass_over() =>
        Refused("MB2234", Plan with { Runtime = "runsc" }, Scene.Podman with { Runtimes = ["runc", "runsc"] });

    [Fact]
    public void The_runtime_that_Podman_uses_anyway_may_be_named() => Assert.Empty(Requirements.Check(Plan with { Runtime = "runc" }, Scene.Podman, Image));

    [Fact]
    public void A_daemon_that_cannot_limit_is_refused() => Refused("MB2235", Plan, Scene.Docker with { Unlimited = ["memory"] });

    [Fact]
    public void Fifos_to_another_kernel_are_refused() =>
        Refused("MB2236", Plan with { Stdio = StdioMode.Fifo, Runtime = "runsc" }, Scene.Docker with { Runtimes = ["runsc"] });

    [Fact]
    public void Volumes_of_the_image_are_refused_unless_a_mount_covers_them()
    {
        var image = Image with { Config = new ImageConfiguration(null, null, null, null, null, null, new() { ["/data"] = default, ["/tmp"] = default }) };
        Assert.Equal("MB2239", Assert.Single(Requirements.Check(Plan, Scene.Docker, image)).Code);
        Assert.Empty(Requirements.Check(Plan with { Mounts = [new PlanMount("/srv", "/data", Writable: true, "test")] }, Scene.Docker, image));
    }

    [Fact]
    public void SELinux_keeps_containers_from_what_is_not_labelled_for_them() =>
        Refused("MB2240", Plan with { Mounts = [new PlanMount("/root", "/data", Writable: false, "test")] }, Scene.Docker with { HasSelinux = true });

    [Fact]
    public void A_plan_without_an_image_is_refused() => Assert.Equal("MB2232", Assert.Single(Bench.Engine("docker").Check(Plan with { Image = null })).Code);

    [Theory]
    [InlineData(StdioMode.Auto, null, StdioMode.Fifo)]
    [InlineData(StdioMode.Auto, "runsc", StdioMode.Attach)]
    [InlineData(StdioMode.Attach, null, StdioMode.Attach)]
    [InlineData(StdioMode.Fifo, null, StdioMode.Fifo)]
    public void The_way_of_the_streams_follows_from_the_runtime(StdioMode asked, string? runtime, StdioMode chosen) =>
        Assert.Equal(chosen, StdioChoice.Of(Plan with { Stdio = asked, Runtime = runtime }, Scene.Docker).Mode);

    private static void Refused(string code, SandboxPlan plan, DaemonFacts facts) =>
        Assert.Equal(code, Assert.Single(Requirements.Check(plan, facts, Image)).Code);
}
