using System.Runtime.InteropServices;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Packages;
using McpBox.Testing;

namespace McpBox.Engines.Contract.Tests.Builds;

/// <summary>What a program of a build sees and reaches.</summary>
public sealed class BuildSandboxTests : IDisposable
{
    private const string Fetch =
        "fetch(process.argv[1]).then(a=>a.text()).then(t=>console.log(t),e=>{console.log((e.cause||e).code||(e.cause||e).message);process.exit(3)})";

    private readonly TestFolder _place = new();
    private readonly string _folder;

    public BuildSandboxTests() => _folder = _place.Folder("work");

    public static TheoryData<Subject> Subjects => Building.Subjects;

    public void Dispose() => _place.Dispose();

    [Theory]
    [MemberData(nameof(Subjects))]
    public void The_gateway_answers_what_is_asked_inside(Subject subject)
    {
        var gateway = new AnsweringGateway(static line => $"outside heard {line}");
        var outcome = Building.On(subject).Run(Building.Node(_folder, Fetch, "http://127.0.0.1:4873/x") with { Gateway = gateway }, CancellationToken.None);
        Assert.Equal((0, "outside heard GET /x HTTP/1.1\n"), (outcome.ExitCode, outcome.Output));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Without_a_gateway_there_is_no_network(Subject subject)
    {
        var outcome = Building.On(subject).Run(Building.Node(_folder, Fetch, "http://127.0.0.1:4873/x"), CancellationToken.None);
        Assert.Equal((3, "ECONNREFUSED\n"), (outcome.ExitCode, outcome.Output));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4874/", "ECONNREFUSED")]
    [InlineData("http://192.0.2.1/", "ENETUNREACH")]
    public void Beside_the_gateway_nothing_answers(string address, string error)
    {
        var gateway = new AnsweringGateway(static _ => "never");
        var outcome = Building.On(Subject.Bubblewrap).Run(Building.Node(_folder, Fetch, address) with { Gateway = gateway }, CancellationToken.None);
        Assert.Equal((3, $"{error}\n", 0), (outcome.ExitCode, outcome.Output, gateway.Served));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void One_folder_is_writable_and_what_is_shown_is_not(Subject subject)
    {
        _place.File("neighbour", "");
        var shown = _place.Folder("shown");
        File.WriteAllText(Path.Combine(shown, "file"), "seen\n");
        var step = Building.Script(
            _folder, "pwd; read -r line < \"$0/file\"; echo \"$line\" ../*; echo made > made; (echo x > \"$0/file\") 2>/dev/null || echo kept", shown) with
        { Shown = [shown] };
        var outcome = Building.On(subject).Run(step, CancellationToken.None);
        Assert.Equal($"{_folder}\nseen ../shown ../work\nkept\n", outcome.Output);
        Assert.Equal(("made\n", "seen\n"), (File.ReadAllText(Path.Combine(_folder, "made")), File.ReadAllText(Path.Combine(shown, "file"))));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void The_environment_is_the_steps_own_and_home_is_empty(Subject subject)
    {
        Environment.SetEnvironmentVariable("MCPBOX_BUILD_CANARY", "sk-canary");
        var step = Building.Node(
            _folder, "const fs=require('fs'),h=process.env.HOME;console.log(Object.keys(process.env).sort().join(' '),fs.readdirSync(h).length);fs.writeFileSync(h+'/cache','x')");
        var outcome = Building.On(subject).Run(step with { Environment = step.Environment.Add("NPM_CONFIG_X", "1") }, CancellationToken.None);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("HOME LANG NPM_CONFIG_X PATH TMPDIR 0\n", outcome.Output);
    }

    [Fact]
    public void A_package_manager_of_the_host_runs()
    {
        var step = Building.Script(_folder, "") with { Program = "npm", Arguments = ["--version"] };
        var outcome = Building.On(Subject.Bubblewrap).Run(step, CancellationToken.None);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", outcome.Output);
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_script_in_the_folder_itself_runs_and_may_write_beside_itself(Subject subject)
    {
        File.WriteAllText(Path.Combine(_folder, "package.json"), "{}");
        var script = Path.Combine(_folder, "index.js");
        File.WriteAllText(script, "require('fs').writeFileSync(__dirname + '/made', 'x'); console.log(process.cwd() === __dirname)");
        var outcome = Building.On(subject).Run(Building.Node(_folder, "") with { Arguments = [script] }, CancellationToken.None);
        Assert.Equal((0, "true\n"), (outcome.ExitCode, outcome.Output));
        Assert.True(File.Exists(Path.Combine(_folder, "made")));
    }

    [Fact]
    public void A_program_that_is_not_there_is_refused_by_its_name()
    {
        var step = Building.Script(_folder, "") with { Program = "no-such-program" };
        var refused = Assert.Throws<PackageException>(() => Building.On(Subject.Bubblewrap).Run(step, CancellationToken.None));
        Assert.Equal("MB2001", refused.Refusal.Code);
        Assert.Contains("no-such-program", refused.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_became_a_link_is_refused()
    {
        var link = Path.Combine(_place.Path, "link");
        File.CreateSymbolicLink(link, _folder);
        var refused = Assert.Throws<PackageException>(() => Building.On(Subject.Bubblewrap).Run(Building.Script(link, "echo x > x"), CancellationToken.None));
        Assert.Equal("MB2111", refused.Refusal.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_toolchain_says_the_machine_and_the_c_library_or_the_image()
    {
        var machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        Assert.Matches($"^host linux-{machine} (glibc|musl)$", Building.On(Subject.Bubblewrap).Toolchain);
        Assert.Matches($"^image sha256:[0-9a-f]{{64}} linux-{machine}$", Building.On(Subject.DockerFifo).Toolchain);
    }
}
