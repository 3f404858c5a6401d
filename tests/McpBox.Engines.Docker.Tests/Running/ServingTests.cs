using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A server in a container, on real daemons: its streams, its end, and what its sandbox promised.</summary>
public sealed class ServingTests
{
    public static TheoryData<string, StdioMode> Ways() => Bench.Ways();

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_said_comes_back_and_the_end_of_stdin_is_heard(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Plan(stdio, "/bin/cat"));
        served.Say("hello\n");
        Assert.Equal("hello", served.Line());
        served.Sandbox.Input.Dispose();
        Assert.Equal("", served.Rest());
        Assert.Equal(0, served.End().Code);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Stdout_and_stderr_are_apart_and_the_exit_code_is_the_servers(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Shell(stdio, "echo out; echo err >&2; exit 7"));
        Assert.Equal("out\n", served.Rest());
        Assert.Equal("err\n", served.Words());
        var exit = served.End();
        Assert.Equal(7, exit.ShellCode);
        Assert.False(exit.OutOfMemory);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_signal_that_ends_the_server_is_reported(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Shell(stdio, "kill -9 $$"));
        Assert.Equal(137, served.End().ShellCode);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void TERM_reaches_the_server(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Shell(stdio, "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done"));
        Assert.Equal("ready", served.Line());
        served.Sandbox.Terminate();
        Assert.Equal("bye\n", served.Rest());
        Assert.Equal(3, served.End().ShellCode);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Kill_ends_what_ignores_everything_else(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Shell(stdio, "trap '' TERM HUP INT; setsid sleep 1000 & echo ready; while :; do sleep 1000; done"));
        Assert.Equal("ready", served.Line());
        served.Sandbox.Kill();
        Assert.Equal(137, served.End().ShellCode);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_server_does_not_make_its_init_wait_behind_everybody(string daemon, StdioMode stdio)
    {
        const string script = "for (const who of [1, 0]) try { os.setPriority(who, 19); console.log('changed'); } catch (e) { console.log(e.info.code); }";
        using var served = Start(daemon, Bench.Plan(stdio, "node", "-e", script));
        Assert.Equal("EPERM\nchanged\n", served.Rest());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_variables_of_an_image_are_not_the_inits(string daemon, StdioMode stdio)
    {
        // With this one the runtime of the init does not start.
        using var image = TestImage.Of(TestDaemons.Of(daemon), "echo", null, ".", "ENV DOTNET_DbgEnableMiniDump=1");
        using var served = Start(daemon, Bench.Plan(stdio, "/echo") with { Image = new PlanImage(image.Name, image.Id, image.Id) });
        Assert.True(served.Sandbox.Probe.Held);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_probe_held_and_the_facts_are_there(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Plan(stdio, "/bin/cat"));
        Assert.True(served.Sandbox.Probe.Held);
        Assert.NotEmpty(served.Sandbox.Probe.Findings);
        Assert.Equal("docker", served.Sandbox.Facts["engine"]);
        Assert.StartsWith(PlanWords.Of(stdio), served.Sandbox.Facts["stdio"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_server_has_its_environment_and_nothing_else(string daemon, StdioMode stdio)
    {
        using var served = Start(daemon, Bench.Plan(stdio, "/usr/bin/env"));
        var lines = served.Rest().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal(["HOME=/home/mcp", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "SECRET=hush", "TMPDIR=/tmp"], lines);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_program_that_is_not_there_is_said_and_leaves_nothing(string daemon, StdioMode stdio)
    {
        var engine = Bench.Engine(daemon);
        var session = Bench.Session();
        if (stdio == StdioMode.Fifo)
        {
            var exception = Assert.Throws<SandboxException>(() => engine.Start(Bench.Plan(stdio, "/no/such/program"), session));
            Assert.Equal("MB2241", exception.Refusal.Code);
        }
        else
        {
            // Nobody but the exit code can say it here.
            using var served = new Served(engine.Start(Bench.Plan(stdio, "/no/such/program"), session));
            Assert.Contains("/no/such/program", served.Words(), StringComparison.Ordinal);
            Assert.Equal(127, served.End().ShellCode);
        }

        Assert.DoesNotContain(engine.FindTraces(), trace => trace.Session == session);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_is_left_when_it_is_disposed(string daemon, StdioMode stdio)
    {
        var engine = Bench.Engine(daemon);
        var session = Bench.Session();
        using (var served = new Served(engine.Start(Bench.Plan(stdio, "/bin/cat"), session)))
        {
            served.Say("x\n");
            Assert.Equal("x", served.Line());
            var trace = Assert.Single(engine.FindTraces(), trace => trace.Session == session);
            Assert.True(trace.OwnerAlive);
            Assert.Equal("test", trace.Server);
        }

        Assert.DoesNotContain(engine.FindTraces(), trace => trace.Session == session);
    }

    private static Served Start(string daemon, SandboxPlan plan) => new(Bench.Engine(daemon).Start(plan, Bench.Session()));
}
