using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Processes;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>Ends that the server did not choose, and what dead owners left.</summary>
public sealed class EndingTests
{
    public static TheoryData<string, StdioMode> Ways() => Bench.Ways();

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_server_that_the_memory_limit_killed_is_reported_as_that(string daemon, StdioMode stdio)
    {
        var plan = Bench.Plan(stdio, "/usr/bin/node", "-e", "const a=[];for(;;)a.push(Buffer.alloc(1<<24,1))");
        using var served = Start(daemon, plan with { Limits = plan.Limits with { Memory = 64L << 20 } });
        var exit = served.End();
        Assert.Equal(137, exit.ShellCode);

        // Podman 4 has no event for it, and over attach the init cannot say it.
        Assert.Equal(daemon == "docker" || stdio == StdioMode.Fifo, exit.OutOfMemory);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_container_that_somebody_else_kills_ends_with_the_signal(string daemon, StdioMode stdio)
    {
        var session = Bench.Session();
        using var served = new Served(Bench.Engine(daemon).Start(Bench.Shell(stdio, "echo ready; exec sleep 1000"), session));
        Assert.Equal("ready", served.Line());
        Assert.True(DockerClient.Connect(TestDaemons.Of(daemon)).KillContainer(Placement.NameOf(session), "SIGKILL"));
        var exit = served.End();
        Assert.Equal(137, exit.ShellCode);
        Assert.False(exit.OutOfMemory);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void Probe_gives_the_report_and_leaves_nothing(string daemon)
    {
        var engine = Bench.Engine(daemon);
        var session = Bench.Session();
        var report = engine.Probe(Bench.Plan(StdioMode.Auto, "/no/such/program"), session);
        Assert.True(report.Held, report.Refuse()?.Message);
        Assert.DoesNotContain(engine.FindTraces(), trace => trace.Session == session);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void What_a_dead_owner_left_is_found_and_removed_by_the_next_start(string daemon)
    {
        var session = Bench.Session();
        var dead = ProcessIdentity.Current() with { Id = int.MaxValue, Start = 1 };
        Leave(daemon, session, dead, Engines.Docker.Running.MachineName.Read());
        var engine = Bench.Engine(daemon);

        // A start of another test may have been quicker.
        Assert.All(engine.FindTraces().Where(trace => trace.Session == session), trace => Assert.False(trace.OwnerAlive));
        engine.Start(Bench.Plan(StdioMode.Fifo, "/bin/cat"), Bench.Session()).Dispose();
        Assert.DoesNotContain(engine.FindTraces(), trace => trace.Session == session);
    }

    [Fact]
    public void What_a_living_owner_or_another_machine_has_is_left_alone()
    {
        var (living, foreign) = (Bench.Session(), Bench.Session());
        Leave("docker", living, ProcessIdentity.Current(), Engines.Docker.Running.MachineName.Read());
        Leave("docker", foreign, ProcessIdentity.Current() with { Boot = "another boot" }, "another machine");
        var engine = Bench.Engine("docker");
        try
        {
            foreach (var trace in engine.FindTraces().Where(trace => trace.Session == living || trace.Session == foreign))
                engine.Remove(trace with { OwnerAlive = false });
            Assert.Equal(2, engine.FindTraces().Count(trace => trace.OwnerAlive && (trace.Session == living || trace.Session == foreign)));
        }
        finally
        {
            var client = DockerClient.Connect(TestDaemons.Docker);
            client.RemoveContainer(Placement.NameOf(living), force: true, volumes: true);
            client.RemoveContainer(Placement.NameOf(foreign), force: true, volumes: true);
        }
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_container_of_somebody_else_that_has_our_labels_from_its_image_is_left_alone(string daemon)
    {
        var session = Bench.Session();
        var name = "users-own-" + session;
        Leave(daemon, session, ProcessIdentity.Current() with { Id = int.MaxValue, Start = 1 }, Engines.Docker.Running.MachineName.Read(), name);
        try
        {
            Assert.DoesNotContain(Bench.Engine(daemon).FindTraces(), trace => trace.Session == session);
        }
        finally
        {
            DockerClient.Connect(TestDaemons.Of(daemon)).RemoveContainer(name, force: true, volumes: true);
        }
    }

    private static void Leave(string daemon, string session, ProcessIdentity owner, string machine, string? name = null)
    {
        var placement = Translation.Scene.Volume with { Session = session, Owner = owner, OwnerUid = McpBox.Posix.Files.Caller.EffectiveUserId(), Machine = machine };
        var plan = Bench.Plan(StdioMode.Attach, "/bin/cat");
        var facts = Translation.Scene.Remote with { IsPodman = false };
        var body = ContainerTranslation.Translate(plan, facts, new ContainerIdentity(1000, 1000), placement);
        DockerClient.Connect(TestDaemons.Of(daemon)).CreateContainer(name ?? Placement.NameOf(session), WithoutFilter(body));
    }

    /// <summary>It is never started, and Podman reads no filter but from a file.</summary>
    private static byte[] WithoutFilter(byte[] body)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        document["HostConfig"]!["SecurityOpt"] = new System.Text.Json.Nodes.JsonArray();
        document["HostConfig"]!["Tmpfs"] = new System.Text.Json.Nodes.JsonObject();
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static Served Start(string daemon, SandboxPlan plan) => new(Bench.Engine(daemon).Start(plan, Bench.Session()));
}
