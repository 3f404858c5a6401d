using System.CommandLine;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using McpBox.Cli.Packages;
using McpBox.Cli.Sessions;
using McpBox.Packages.Storing;
using McpBox.Posix.Files;
using McpBox.Posix.Processes;
using McpBox.Sandbox;
using McpBox.Session.Records;

namespace McpBox.Cli.Tests.Sessions;

/// <summary><c>ps</c> and <c>gc</c> on records and stub engines.</summary>
[SupportedOSPlatform("linux")]
public sealed class SessionCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-20T12:00:00Z", CultureInfo.InvariantCulture);
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-ps-").FullName;
    private readonly SessionRecords _records;
    private readonly List<(string Name, Func<ISandboxEngine> Reach)> _engines = [];

    public SessionCommandTests() => _records = new SessionRecords(Folder, TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PackageParts Packages => new(
        new PackageStore(Path.Combine(_folder, "packages"), TimeProvider.System), () => Path.Combine(_folder, "mcpbox.lock"), _ => throw new NotSupportedException(), (_, _) => throw new NotSupportedException(), () => throw new NotSupportedException());

    private RunFolder Folder => new(_folder, "/tmp");

    [Fact]
    public void Ps_without_a_session_says_so_on_stderr() => Assert.Equal((0, "", "no sessions\n"), Ps());

    [Fact]
    public void Ps_shows_each_running_session_on_a_line()
    {
        using var first = _records.Add(Record("0123456789ab", Now - new TimeSpan(1, 2, 3, 4)));
        using var second = _records.Add(Record("0123456789ac", Now) with { Server = "mem\u001b[31m", Client = "" });
        Assert.Equal(
            (0, $$"""
            SESSION       SERVER         PROFILE    ENGINE      PID{{Gap}}  UPTIME    CLIENT
            0123456789ab  files          workspace  bubblewrap  {{Environment.ProcessId}}  26:03:04  claude
            0123456789ac  mem\u{1B}[31m  workspace  bubblewrap  {{Environment.ProcessId}}  00:00:00  -

            """, ""),
            Ps());
    }

    [Fact]
    public void Ps_shows_what_only_an_engine_knows_once_for_each_session()
    {
        using var listed = _records.Add(Record("0123456789ab", Now));
        Engine(
            "docker", Trace("0123456789ab", true, "c1"), Trace("0123456789ad", false, "c2"), Trace("0123456789ad", false, "/run/fifos"), Trace("0123456789ac", true, "c3"));
        var lines = Ps().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("0123456789ab  files", lines[1], StringComparison.Ordinal);
        Assert.Matches("^0123456789ac +time +- +docker +- +- +-$", lines[2]);
        Assert.Matches("^0123456789ad +time +- +docker +- +- +gone; mcpbox gc removes it$", lines[3]);
    }

    [Fact]
    public void Ps_as_JSON_is_an_object_a_line()
    {
        using var listed = _records.Add(Record("0123456789ab", Now));
        Engine("docker", Trace("0123456789ac", false, "c"));
        var rows = Ps("--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(("0123456789ab", true, Environment.ProcessId), (rows[0].GetProperty("session").GetString(), rows[0].GetProperty("owner_alive").GetBoolean(), rows[0].GetProperty("pid").GetInt32()));
        Assert.Equal("2026-11-20T12:00:00.000Z", rows[0].GetProperty("started").GetString());
        Assert.Equal("/j", rows[0].GetProperty("journal").GetString());
        Assert.False(rows[1].GetProperty("owner_alive").GetBoolean());
        Assert.False(rows[1].TryGetProperty("pid", out _));
    }

    [Fact]
    public void An_engine_that_cannot_be_asked_is_one_line_on_stderr_and_no_error()
    {
        _engines.Add(("docker", () => throw new SandboxException(new Refusal("MB2202", "nobody listens", "start it"))));
        Assert.Equal((0, "", "mcpbox: docker was not asked: MB2202 nobody listens\nno sessions\n"), Ps());
        Assert.Equal((0, "", "mcpbox: docker was not asked: MB2202 nobody listens\nnothing to remove\n"), Gc());
    }

    [Fact]
    public void Gc_removes_what_dead_owners_left_and_nothing_else()
    {
        using var running = _records.Add(Record("0123456789ab", Now));
        using var dead = _records.Add(Dead("0123456789ac"));
        var engine = Engine("docker", Trace("0123456789ab", true, "c1"), Trace("0123456789ac", false, "c2"));
        var (code, output, error) = Gc();
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"removed docker: c2 of session 0123456789ac\nremoved the record {_folder}/mcpbox/sessions/0123456789ac.json\n", output);
        Assert.Equal(["c2"], engine.Removed.Select(trace => trace.What));
        Assert.Equal(["0123456789ab"], _records.Running().Select(record => record.Session));
    }

    [Fact]
    public void Gc_may_only_say_what_it_would_remove()
    {
        using var dead = _records.Add(Dead("0123456789ac"));
        var engine = Engine("docker", Trace("0123456789ac", false, "c2"));
        var (code, output, _) = Gc("--dry-run");
        Assert.Equal(0, code);
        Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("would remove ", StringComparison.Ordinal)));
        Assert.Empty(engine.Removed);
        Assert.Single(_records.Stale());
    }

    [Fact]
    public void Gc_goes_on_after_what_it_cannot_remove_and_says_so_by_its_exit_code()
    {
        var engine = new StubEngine("docker", Trace("0123456789ac", false, "c1"), Trace("0123456789ad", false, "c2")) { Stuck = "c1" };
        _engines.Add(("docker", () => engine));
        Assert.Equal(
            (ExitCodes.SandboxFailed, "removed docker: c2 of session 0123456789ad\n", "cannot remove docker: c1 of session 0123456789ac: MB2208 the daemon failed\n"),
            Gc());
    }

    [Fact]
    public void A_run_folder_that_others_can_write_is_not_believed()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "mcpbox"));
        File.SetUnixFileMode(Path.Combine(_folder, "mcpbox"), (UnixFileMode)0b111_111_111);
        foreach (var (code, _, error) in new[] { Ps(), Gc() })
        {
            Assert.Equal(ExitCodes.SandboxFailed, code);
            Assert.Contains("MB5014", error, StringComparison.Ordinal);
        }
    }

    private static string Gap => new(' ', Environment.ProcessId.ToString(CultureInfo.InvariantCulture).Length - 3);

    private static SessionRecord Record(string session, DateTimeOffset started) => new()
    {
        Session = session,
        Server = "files",
        Profile = "workspace",
        Engine = "bubblewrap",
        Owner = ProcessIdentity.Current(),
        Started = started,
        Journal = "/j",
        Client = "claude",
    };

    private static SessionRecord Dead(string session) => Record(session, Now) with { Owner = ProcessIdentity.Current() with { Start = 1 } };

    private static SandboxTrace Trace(string session, bool alive, string what) => new("docker", session, "time", alive, what);

    private StubEngine Engine(string name, params SandboxTrace[] traces)
    {
        var engine = new StubEngine(name, traces);
        _engines.Add((name, () => engine));
        return engine;
    }

    private (int Code, string Output, string Error) Ps(params string[] arguments) => Run(PsCommand.Create(() => Folder, [.. _engines], new FixedTime(Now)), arguments);

    private (int Code, string Output, string Error) Gc(params string[] arguments) => Run(GcCommand.Create(() => Folder, [.. _engines], TimeProvider.System, Packages), arguments);

    private static (int Code, string Output, string Error) Run(Command command, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
