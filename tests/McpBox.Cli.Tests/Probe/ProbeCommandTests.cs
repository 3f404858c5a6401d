using System.CommandLine;
using System.Runtime.Versioning;
using System.Text.Json;
using McpBox.Cli.Probe;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Cli.Tests.Probe;

[SupportedOSPlatform("linux")]
public sealed class ProbeCommandTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly ProbeFinding HostName = new("host.name", "which host name?", "mcpbox", "mcpbox", Held: true);
    private static readonly ProbeFinding Unseen = new("limits.memory", "how many bytes of memory?", "at most 7", "unobservable: no /sys", Held: true);
    private static readonly ProbeFinding Weak = new("network.interfaces", "any network interface up but loopback?", "lo", "eth0", Held: false);

    private readonly string _home = Directory.CreateTempSubdirectory("mcpbox-cli-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Without_a_name_the_default_profile_is_probed_with_a_command_that_does_nothing()
    {
        var engine = new ProbedEngine();
        Assert.Equal((ExitCodes.Ok, ""), (Run(engine).Code, Run(engine).Error));
        Assert.Equal("strict", engine.Plan!.Profile);
        Assert.EndsWith("/true", engine.Plan.Command.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_is_probed_by_its_own_plan()
    {
        Write("config.toml", "[servers.files]\nprofile = \"node\"\ncommand = \"/usr/bin/env\"\nargs = [\"true\"]\n");
        var engine = new ProbedEngine();
        var run = Run(engine, "files");
        Assert.Equal((ExitCodes.Ok, ""), (run.Code, run.Error));
        Assert.Equal(("files", "node"), (engine.Plan!.Name, engine.Plan.Profile));
        Assert.Equal(["/usr/bin/env", "true"], engine.Plan.Command);
    }

    [Fact]
    public void A_profile_is_probed_by_its_name()
    {
        var engine = new ProbedEngine();
        Assert.Equal(ExitCodes.Ok, Run(engine, "node").Code);
        Assert.Equal("node", engine.Plan!.Profile);
    }

    [Fact]
    public void What_held_what_cannot_be_seen_and_what_is_weaker_stand_in_one_table()
    {
        var (code, output, error) = Run(new ProbedEngine { Report = new ProbeReport([HostName, Unseen, Weak]) });
        Assert.Equal(
            """
            CHECK               RESULT  QUESTION                                EXPECTED   OBSERVED
            host.name           held    which host name?                        mcpbox     mcpbox
            limits.memory       unseen  how many bytes of memory?               at most 7  unobservable: no /sys
            network.interfaces  WEAKER  any network interface up but loopback?  lo         eth0
            3 checks: 1 held, 1 weaker than the plan, 1 that cannot be seen here

            """,
            output[(output.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.StartsWith("profile strict on stub (profile: auto, ", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.SandboxFailed, code);
        Assert.Contains("MB2310 the sandbox is weaker than its plan: network.interfaces (expected lo, observed eth0)\nhint: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_is_cut_where_it_held_and_whole_where_it_is_weaker()
    {
        var list = string.Join(' ', Enumerable.Range(0, 100).Select(number => $"/mount-{number}"));
        var held = Run(new ProbedEngine { Report = new ProbeReport([HostName with { Observed = list }]) }).Output;
        Assert.Contains("/mount-5 /mount…\n", held, StringComparison.Ordinal);
        Assert.DoesNotContain("/mount-99", held, StringComparison.Ordinal);
        Assert.Contains("/mount-99\n", Run(new ProbedEngine { Report = new ProbeReport([Weak with { Observed = list }]) }).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_everything_whole_and_the_same_exit_code()
    {
        var run = Run(new ProbedEngine { Report = new ProbeReport([HostName, Weak]) }, "--json");
        Assert.Equal(ExitCodes.SandboxFailed, run.Code);
        Assert.Equal(1, run.Output.Count(c => c == '\n'));
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal(("stub", "strict", false), (root.GetProperty("engine").GetString(), root.GetProperty("profile").GetString(), root.GetProperty("held").GetBoolean()));
        Assert.Equal(64, root.GetProperty("plan_sha256").GetString()!.Length);
        Assert.Equal(
            """{"check":"network.interfaces","question":"any network interface up but loopback?","expected":"lo","observed":"eth0","held":false}""",
            root.GetProperty("findings")[1].GetRawText());
    }

    [Fact]
    public void No_output_carries_what_a_terminal_would_obey()
    {
        var nasty = Weak with { Observed = "\u001b[2J\u202e\u009b" };
        var engine = new ProbedEngine { Report = new ProbeReport([nasty, HostName with { Observed = nasty.Observed }]) };
        foreach (var run in new[] { Run(engine), Run(engine, "--json"), Run(engine, "\u001b[2J") })
            Assert.All(run.Output + run.Error, c => Assert.False(c is '\u001b' or '\u009b' or '\u202e'));
    }

    [Fact]
    public void A_name_that_is_neither_server_nor_profile_is_not_found()
    {
        var run = Run(new ProbedEngine(), "strikt");
        Assert.Equal((ExitCodes.NotFound, ""), (run.Code, run.Output));
        Assert.Contains("MB1121", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_the_engine_cannot_honour_is_refused_before_anything_is_set_up()
    {
        var engine = new ProbedEngine { CannotHonour = new Refusal("MB2108", "no", "try") };
        var run = Run(engine);
        Assert.Equal((ExitCodes.EngineUnavailable, ""), (run.Code, run.Output));
        Assert.Contains("MB2108 no\nhint: try", run.Error, StringComparison.Ordinal);
        Assert.Null(engine.Plan);
    }

    [Fact]
    public void A_sandbox_that_cannot_be_set_up_is_its_refusal()
    {
        var run = Run(new ProbedEngine { CannotSetUp = new Refusal("MB2110", "no", "try") });
        Assert.Equal((ExitCodes.SandboxFailed, ""), (run.Code, run.Output));
        Assert.Contains("MB2110 no", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_does_not_exist_is_refused()
    {
        var run = Run(new ProbedEngine(), "--engine", "vmware");
        Assert.Equal(ExitCodes.EngineUnavailable, run.Code);
        Assert.Contains("MB5003", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_cannot_be_planned_is_refused_with_the_reason()
    {
        Write("config.toml", "[servers.gone]\ncommand = \"/nowhere/at-all\"\n");
        var run = Run(new ProbedEngine(), "gone");
        Assert.Equal(ExitCodes.NotFound, run.Code);
        Assert.Contains("MB2001", run.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var folder = Path.Combine(_home, ".config", "mcpbox");
        Directory.CreateDirectory(Path.Combine(_home, ".config"), Private);
        Directory.CreateDirectory(folder, Private);
        File.WriteAllText(Path.Combine(folder, name), text);
        File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private (int Code, string Output, string Error) Run(ISandboxEngine engine, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var locations = ConfigurationLocations.FromEnvironment(name => name == "HOME" ? _home : null, Posix.Files.Caller.EffectiveUserId());
        var code = ProbeCommand.Create(() => locations, () => _home, (_, _) => (engine, null)).Parse(arguments)
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
