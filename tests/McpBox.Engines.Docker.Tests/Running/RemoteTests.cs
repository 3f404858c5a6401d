using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A daemon that is regarded as one of another machine: nothing of this one's files reaches it but the init, through a volume.</summary>
public sealed class RemoteTests
{
    private const string Reason = "it is elsewhere";

    private static DockerEngine Far(string daemon = "docker") => new(() => TestDaemons.Of(daemon), Bench.Guard)
    {
        FindInit = Bench.Init,
        Run = Bench.Folder,
        Regard = static facts => facts with { Distance = Reason },
    };

    [Fact]
    public void The_init_comes_by_a_volume_and_serves_over_attach()
    {
        using var served = new Served(Far().Start(Bench.Plan(StdioMode.Auto, "/bin/cat"), Bench.Session()));
        served.Say("over there\n");
        Assert.Equal("over there", served.Line());
        Assert.Equal($"attach: {Reason}", served.Sandbox.Facts["stdio"]);
        Assert.True(served.Sandbox.Probe.Held);
    }

    [Fact]
    public void The_volume_is_there_for_the_next_one()
    {
        Far().Start(Bench.Plan(StdioMode.Auto, "/bin/cat"), Bench.Session()).Dispose();
        Far().Start(Bench.Plan(StdioMode.Auto, "/bin/cat"), Bench.Session()).Dispose();
        var client = DockerClient.Connect(TestDaemons.Docker);
        var name = McpBox.Engines.Docker.Running.InitVolume.NameOf(File.ReadAllBytes(Bench.Init().Path!));
        Assert.True(client.HasVolume(name));
    }

    [Fact]
    public void A_daemon_that_takes_no_more_requests_does_not_keep_a_session_from_ending()
    {
        using var way = new Forwarder(TestDaemons.Docker);
        var engine = new DockerEngine(() => way.Endpoint, Bench.Guard) { FindInit = Bench.Init, Run = Bench.Folder };
        using var served = new Served(engine.Start(Bench.Shell(StdioMode.Auto, "trap '' TERM; echo ready; while :; do read x; done"), Bench.Session()));
        Assert.Equal("ready", served.Line());
        way.Dispose();
        served.Sandbox.Terminate();
        served.Sandbox.Kill();
        Assert.Equal(137, served.End().ShellCode);
    }

    [Fact]
    public void Fifos_are_refused() =>
        Assert.Equal("MB2236", Assert.Single(Far().Check(Bench.Plan(StdioMode.Fifo, "/bin/cat"))).Code);

    [Fact]
    public void Mounts_are_refused()
    {
        var plan = Bench.Plan(StdioMode.Auto, "/bin/cat") with { Mounts = [new PlanMount("/usr", "/data", Writable: false, "test")] };
        var refusal = Assert.Single(Far().Check(plan));
        Assert.Equal("MB2237", refusal.Code);
        Assert.Contains(Reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Podman_is_refused_because_of_its_filter() =>
        Assert.Equal("MB2242", Assert.Single(Far("podman").Check(Bench.Plan(StdioMode.Auto, "/bin/cat"))).Code);
}
