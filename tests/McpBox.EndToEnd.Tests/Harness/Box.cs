using System.Text;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>One test's own world: HOME, configuration, journal and a folder that servers may write. Gone afterwards.</summary>
internal sealed class Box : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-e2e-").FullName;

    public Box()
    {
        foreach (var name in (ReadOnlySpan<string>)["home", "config/mcpbox", "state", "shared"])
            Directory.CreateDirectory(Path.Combine(_folder, name));
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = Path.Combine(_folder, "home"),
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "config"),
            ["XDG_STATE_HOME"] = State,
            ["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(
                Path.Combine(_folder, "run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName,
        };
        EngineUnderTest.Current?.Apply(Environment);
    }

    /// <summary>What mcpbox is started with; a test may change it.</summary>
    public Dictionary<string, string> Environment { get; }

    public string State => Path.Combine(_folder, "state");

    /// <summary>A folder for what servers write: recordings, data.</summary>
    public string Shared => Path.Combine(_folder, "shared");

    /// <summary>The command line of <c>mcpbox run -- SERVER</c>, with the shared folder mounted read-write when asked.</summary>
    public static IReadOnlyList<string> RunCommand(IEnumerable<string> server, params string[] options) =>
        [Programs.McpBox, "run", .. options, "--", .. server];

    /// <summary>A server's command line with a recorder before it that writes into the shared folder.</summary>
    public IReadOnlyList<string> Recorded(string name, IEnumerable<string> server) => [Programs.Stub("tee"), Shared, name, .. server];

    /// <summary>Starts a stub through mcpbox.</summary>
    public RawSession Run(string stub, params string[] arguments) => Start(RunCommand([Programs.Stub(stub), .. arguments]));

    /// <summary>Starts a stub through mcpbox with a recorder between the two, inside the sandbox.</summary>
    public RawSession RunRecorded(string stub, params string[] arguments) =>
        Start(RunCommand(Recorded("server", [Programs.Stub(stub), .. arguments]), "--mount", $"{Shared}:rw", "--mount", Programs.Stub(stub)));

    /// <summary>Starts a stub as a configured server with a <c>[servers.stub.session]</c> of these lines.</summary>
    public RawSession RunConfigured(string session, string stub, params string[] arguments)
    {
        ConfigureServer("stub", [Programs.Stub(stub), .. arguments], $"[servers.stub.session]\n{session}\n");
        return Start([Programs.McpBox, "run", "stub"]);
    }

    /// <summary>Writes a config.toml with this one server.</summary>
    /// <param name="more">Further TOML, below the server's own keys.</param>
    public void ConfigureServer(string name, IReadOnlyList<string> command, string more = "")
    {
        var args = string.Join(", ", command.Skip(1).Select(argument => $"\"{argument}\""));
        Configure($"[servers.{name}]\ncommand = \"{command[0]}\"\nargs = [{args}]\n\n{more}");
    }

    /// <summary>Writes config.toml.</summary>
    public void Configure(string toml) => File.WriteAllText(Path.Combine(Environment["XDG_CONFIG_HOME"], "mcpbox/config.toml"), toml);

    /// <summary>The command line that runs a stub in an image, mounted at its own path; called after the stub by a config of one server.</summary>
    public IReadOnlyList<string> InImage(string image, string stub)
    {
        Configure($"[servers.{stub}]\ncommand = \"{Programs.Stub(stub)}\"\n[servers.{stub}.container]\nimage = \"{image}\"\n");
        return [Programs.McpBox, "run", "--mount", Programs.Stub(stub), stub];
    }

    public RawSession Start(IReadOnlyList<string> command) => RawSession.Start(command, Environment);

    /// <summary>Makes everything in the box another user's.</summary>
    public void HandTo(string user)
    {
        using var chown = System.Diagnostics.Process.Start("/bin/chown", ["-R", user, _folder]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    /// <summary>A copy of a program inside the box, for whoever may run it.</summary>
    public string Copy(string program)
    {
        var copy = Path.Combine(Shared, Path.GetFileName(program));
        File.Copy(program, copy);
        return copy;
    }

    /// <summary>What a recorder kept: <c>client.in</c>, <c>server.out</c> …</summary>
    public byte[] Recording(string file) => File.ReadAllBytes(Path.Combine(Shared, file));

    /// <summary>The one journal that the session left.</summary>
    public JournalRecording Journal() => JournalRecording.Read(JournalPath());

    public string JournalPath() => Assert.Single(Directory.GetFiles(State, "*.jsonl", SearchOption.AllDirectories));

    /// <summary>Runs mcpbox to its end and gives stdout; anything but exit code 0 fails.</summary>
    public async Task<string> OutputOfAsync(params string[] arguments)
    {
        await using var session = Start([Programs.McpBox, .. arguments]);
        session.CloseInput();
        var output = Encoding.UTF8.GetString(await session.ReadToEndAsync());
        var code = await session.ExitCodeAsync();
        Assert.True(code == 0, $"exit code {code}: {output}{session.Stderr}");
        return output;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
