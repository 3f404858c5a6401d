using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>What of this machine a container sees: what the plan decided on, or nothing.</summary>
public sealed class MountTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public MountTests()
    {
        _scratch.Write("shown/file", "shown");
        _scratch.Write("secret/file", "secret");
        foreach (var folder in new[] { ".", "shown", "secret" })
            File.SetUnixFileMode(_scratch[folder], (UnixFileMode)0b111_101_101);
    }

    public static TheoryData<string, StdioMode> Ways() => Bench.Ways();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_mount_is_shown_proved_and_read_only(string daemon, StdioMode stdio)
    {
        var plan = Mounting(Bench.Shell(stdio, "cat /shown/file; touch /shown/new 2>/dev/null || echo ' refused'"), writable: false);
        using var served = new Served(Bench.Engine(daemon).Start(plan, Bench.Session()));
        Assert.Equal("shown refused\n", served.Rest());
        Assert.StartsWith("proved", served.Sandbox.Facts["mounts"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_writable_mount_can_be_written_by_the_caller(string daemon, StdioMode stdio)
    {
        var plan = Mounting(Bench.Shell(stdio, "echo new >/shown/new && cat /shown/new"), writable: true) with { RunAs = RunAs.Caller };
        using var served = new Served(Bench.Engine(daemon).Start(plan, Bench.Session()));
        Assert.Equal("new\n", served.Rest());
        Assert.Equal("new\n", File.ReadAllText(_scratch["shown/new"]));
    }

    [Fact]
    public void A_source_that_became_a_link_after_the_plan_is_refused()
    {
        var plan = Mounting(Bench.Plan(StdioMode.Fifo, "/bin/cat"), writable: false);
        Swap();
        Assert.Equal("MB2238", Refusal(Bench.Engine("docker"), plan).Code);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_link_that_was_there_only_while_the_daemon_mounted_is_found_by_what_came_of_it(string daemon)
    {
        var engine = new DockerEngine(() => TestDaemons.Of(daemon), Bench.Guard)
        {
            FindInit = Bench.Init,
            Run = Bench.Folder,
            Reached = step => SwapDuring(step, StartStep.Created, StartStep.Started),
        };
        var refusal = Refusal(engine, Mounting(Bench.Plan(StdioMode.Fifo, "/bin/cat"), writable: false));
        Assert.Equal("MB2238", refusal.Code);
        Assert.Contains("/secret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/proc/x")]
    [InlineData("/run/mcpbox")]
    public void Places_of_the_containers_own_are_no_targets(string target)
    {
        var plan = Bench.Plan(StdioMode.Fifo, "/bin/cat") with { Mounts = [new PlanMount(_scratch["shown"], target, Writable: false, "test")] };
        Assert.Equal("MB2243", Assert.Single(Bench.Engine("docker").Check(plan)).Code);
    }

    private SandboxPlan Mounting(SandboxPlan plan, bool writable) =>
        plan with { Mounts = [new PlanMount(_scratch["shown"], "/shown", writable, "test")] };

    private void SwapDuring(StartStep step, StartStep from, StartStep to)
    {
        if (step == from)
            Swap();
        if (step != to)
            return;
        File.Delete(_scratch["shown"]);
        Directory.Move(_scratch["aside"], _scratch["shown"]);
    }

    private void Swap()
    {
        Directory.Move(_scratch["shown"], _scratch["aside"]);
        File.CreateSymbolicLink(_scratch["shown"], _scratch["secret"]);
    }

    private static Refusal Refusal(DockerEngine engine, SandboxPlan plan)
    {
        var session = Bench.Session();
        var refusal = Assert.Throws<SandboxException>(() => engine.Start(plan, session)).Refusal;
        Assert.DoesNotContain(engine.FindTraces(), trace => trace.Session == session);
        return refusal;
    }
}
