using System.Collections.Immutable;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A daemon that answers what no daemon answers is refused with a code; that is no defect of mcpbox.</summary>
public sealed class OddAnswerTests
{
    private const string Container = """
        "State":{"Status":"created"},"Image":"sha256:b","Created":"2026-01-01T00:00:00Z","Config":{},"HostConfig":{},"Mounts":[]
        """;

    [Theory]
    [InlineData("""{"Id":"c","State":{"Status":"created"} }""")]
    [InlineData("""{"Id":"c","State":{"Status":"created"},"Image":7}""")]
    [InlineData("""{"Id":"c","State":{"Status":"created"},"Image":"\ud800"}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"Id":"c","Image":"<image>","Config":[],"HostConfig":"","Mounts":null,"Created":null}""")]
    [InlineData("""{"Id":"c","Image":"<image>","Config":{"User":1e999},"Created":"never"}""")]
    public void A_container_that_is_described_oddly_is_not_started(string description)
    {
        using var daemon = Daemon("/containers/c/json", description.Replace("<image>", Bench.Plan(StdioMode.Attach).Image!.Id, StringComparison.Ordinal));
        var refusal = Assert.Throws<SandboxException>(() => Engine(daemon).Start(Bench.Plan(StdioMode.Attach, "/bin/cat"), Bench.Session())).Refusal;
        Assert.True(refusal.Code is "MB2206" or "MB2231", refusal.Code);
        Assert.DoesNotContain(daemon.Requests, static request => request.Contains("/start", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/version", """{"ApiVersion":"1.41","Components":[null]}""")]
    [InlineData("/info", """{"SecurityOptions":[null,"name=seccomp"],"Runtimes":{"runc":null},"MemoryLimit":true,"SwapLimit":true,"PidsLimit":true,"CpuCfsQuota":true}""")]
    [InlineData("/info", """{"SecurityOptions":[7]}""")]
    [InlineData("/json", """{"Id":"sha256:b","Config":{"Env":[null,"A"],"Volumes":{"/data":null} } }""")]
    [InlineData("/containers/create", """{"Id":null}""")]
    [InlineData("/containers/create", """{"Warnings":[]}""")]
    [InlineData("/containers/create", "7")]
    public void Whatever_is_odd_on_the_way_there_is_a_refusal(string path, string answer)
    {
        using var daemon = Daemon(path, answer);
        var refusal = Assert.Throws<SandboxException>(() => Engine(daemon).Start(Bench.Plan(StdioMode.Attach, "/bin/cat"), Bench.Session())).Refusal;
        Assert.StartsWith("MB22", refusal.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[null]""")]
    [InlineData("""[{"Id":"b","Names":[null]},{"Id":"c","Names":null,"Labels":null},{"Id":"d","Names":["/mcpbox-x"],"Labels":{"mcpbox.session":null} }]""")]
    [InlineData("""[{"Id":"c","Names":["/mcpbox-x"],"Labels":{"mcpbox.session":"x","mcpbox.server":null,"mcpbox.owner-pid":null,"mcpbox.owner-start":"-"} }]""")]
    public void A_list_of_containers_that_holds_nothing_is_passed_over(string list)
    {
        using var daemon = Daemon("/containers/json", list);
        Assert.All(Engine(daemon).FindTraces().Where(static trace => trace.What[0] != '/'), static trace => Assert.Equal(("x", "", true), (trace.Session, trace.Server, trace.OwnerAlive)));
    }

    [Theory]
    [InlineData("""{"Id":"c"}""")]
    [InlineData("""[{"Id":null}]""")]
    [InlineData("""[{"Id":"c","Names":"/mcpbox-x"}]""")]
    public void What_is_no_list_of_containers_is_a_refusal(string list)
    {
        using var daemon = Daemon("/containers/json", list);
        Assert.Equal("MB2206", Assert.Throws<SandboxException>(() => Engine(daemon).FindTraces()).Refusal.Code);
    }

    [Theory]
    [InlineData("no frame of a container's\n")]
    [InlineData("\u0002\0\0\0\0\0\0\u0005words")]
    [InlineData("\u0001\0\0\0\u007f\u007f\u007f\u007f")]
    [InlineData("")]
    public void A_stream_that_is_no_container_s_is_an_init_that_does_not_answer(string bytes)
    {
        using var daemon = new FakeDaemon(line => line.Contains("/attach", StringComparison.Ordinal)
            ? FakeDaemon.Raw($"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n{bytes}")
            : line.Contains("/version ", StringComparison.Ordinal) ? FakeDaemon.Version() : FakeDaemon.Json(200, "{}"));
        using var link = new AttachLink(daemon.Connect(), "c");
        link.Prepare();
        Assert.Throws<InitProtocolException>(() => link.Ask(InitOrder.Of(Bench.Plan(StdioMode.Attach, "/bin/cat"), [])));
    }

    [Fact]
    public void What_goes_wrong_while_it_is_swept_up_does_not_end_the_session()
    {
        using var sweep = new Sweep(new BrokenEngine());
        sweep.Dispose();
    }

    private static DockerEngine Engine(FakeDaemon daemon) => new(() => daemon.Endpoint, Bench.Guard)
    {
        FindInit = Bench.Init,
        Run = Bench.Folder,
        Regard = static facts => facts with { Distance = null },
    };

    /// <summary>Sound, but for one answer.</summary>
    private static FakeDaemon Daemon(string path, string answer) => new(line => line switch
    {
        _ when line.Split(' ')[1].Split('?')[0].EndsWith(path, StringComparison.Ordinal) => FakeDaemon.Json(200, answer),
        _ when line.Contains("/version ", StringComparison.Ordinal) => FakeDaemon.Version(),
        _ when line.Contains("/info ", StringComparison.Ordinal) => FakeDaemon.Json(200, """{"MemoryLimit":true,"SwapLimit":true,"PidsLimit":true,"CpuCfsQuota":true}"""),
        _ when line.Contains("/images/", StringComparison.Ordinal) => FakeDaemon.Json(200, """{"Id":"sha256:b"}"""),
        _ when line.Contains("/containers/create?", StringComparison.Ordinal) => FakeDaemon.Json(201, """{"Id":"c"}"""),
        _ when line.Contains("/containers/c/json ", StringComparison.Ordinal) => FakeDaemon.Json(200, $$"""{"Id":"c",{{Container}}}"""),
        _ => FakeDaemon.Json(404, """{"message":"no such thing"}"""),
    });

    private sealed class BrokenEngine : ISandboxEngine
    {
        public string Name => "broken";

        public ImmutableArray<Refusal> Check(SandboxPlan plan) => [];

        public ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null) => throw new NotSupportedException();

        public Sandbox.Probe.ProbeReport Probe(SandboxPlan plan, string sessionId) => throw new NotSupportedException();

        public ImmutableArray<SandboxTrace> FindTraces() => throw new InvalidOperationException("a defect");

        public void Remove(SandboxTrace trace) => throw new NotSupportedException();
    }
}
