using System.CommandLine;
using System.Runtime.Versioning;
using McpBox.Cli.Profiles;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli.Tests.Profiles;

[SupportedOSPlatform("linux")]
public sealed class ProfileCommandTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _home = Directory.CreateTempSubdirectory("mcpbox-cli-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void List_shows_the_shipped_profiles_and_the_users_own()
    {
        Write(".config/mcpbox/profiles/mine.toml", "description = \"for me\"");
        var (code, output, error) = Run("list");
        Assert.Equal((ExitCodes.Ok, ""), (code, error));
        Assert.Matches("(?m)^strict +shipped +Nothing of yours", output);
        Assert.Matches($"(?m)^mine +{_home}/.config/mcpbox/profiles/mine.toml +for me$", output);
        Assert.Equal(8, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void List_marks_a_profile_with_problems()
    {
        Write(".config/mcpbox/profiles/mine.toml", "engine = 1");
        Write(".config/mcpbox/config.toml", "[");
        var output = Run("list").Output;
        Assert.Matches("(?m)^mine .*has problems: mcpbox profile check", output);
        Assert.Matches("(?m)^strict +shipped +Nothing of yours", output);
    }

    [Fact]
    public void Show_prints_the_source_as_written_below_its_origin()
    {
        Write(".config/mcpbox/profiles/mine.toml", "# a comment\r\nengine = 'auto'\n\n");
        Assert.Equal(
            (ExitCodes.Ok, $"# {_home}/.config/mcpbox/profiles/mine.toml\n# a comment\nengine = 'auto'\n\n", ""), Run("show", "mine"));
        Assert.StartsWith("# builtin:strict.toml\n# strict: the profile", Run("show", "strict").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_prints_a_broken_profile_and_its_problems()
    {
        Write(".config/mcpbox/profiles/mine.toml", "engine = 1\n");
        var (code, output, error) = Run("show", "mine");
        Assert.Equal(ExitCodes.ConfigProblems, code);
        Assert.EndsWith("engine = 1\n", output, StringComparison.Ordinal);
        Assert.Contains("mine.toml:1:10: MB1102", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_of_an_unknown_name_gives_the_nearest()
    {
        var (code, output, error) = Run("show", "strikt");
        Assert.Equal((ExitCodes.NotFound, ""), (code, output));
        Assert.Equal("(command line): MB1121 there is no profile \"strikt\"\nhint: did you mean \"strict\"?\n", error);
        Assert.Equal(ExitCodes.NotFound, Run("show", "--effective", "strikt").Code);
    }

    [Fact]
    public void Show_of_a_server_points_to_effective()
    {
        Write(".config/mcpbox/config.toml", "[servers.files]\ncommand = \"x\"");
        var (code, _, error) = Run("show", "files");
        Assert.Equal(ExitCodes.NotFound, code);
        Assert.Contains("hint: for the server: mcpbox profile show --effective files", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Effective_of_a_server_is_its_plan_with_everything_resolved()
    {
        Directory.CreateDirectory(Path.Combine(_home, "a b"));
        Write(".config/mcpbox/config.toml", "[servers.files]\ncommand = \"cat\"\nargs = [\"-u\"]\nprofile = \"node\"\n[[servers.files.filesystem.mounts]]\nsource = \"~/a b\"\nmode = \"rw\"");
        Write("mcpbox.toml", "limits.pids = 40");
        var (code, output, error) = Run("show", "--effective", "files");
        Assert.Equal((ExitCodes.Ok, ""), (code, error));
        Assert.Contains($"# server files, declared at {_home}/.config/mcpbox/config.toml:1:10\n", output, StringComparison.Ordinal);
        Assert.Contains($"# resolved from builtin:node.toml\n# tightened by {_home}/mcpbox.toml\n", output, StringComparison.Ordinal);
        Assert.Contains("\"/usr/bin/cat\",\n  \"-u\",\n", output, StringComparison.Ordinal);
        Assert.Contains($"source = \"{_home}/a b\"\n", output, StringComparison.Ordinal);
        Assert.Contains("pids = 40\n", output, StringComparison.Ordinal);
        Assert.Null(Toml.TomlReader.Parse(System.Text.Encoding.UTF8.GetBytes(output)).Error);
    }

    [Fact]
    public void Effective_of_a_server_that_cannot_be_planned_says_why()
    {
        Write(".config/mcpbox/config.toml", "[servers.files]\ncommand = \"no-such-program\"");
        var (code, output, error) = Run("show", "--effective", "files");
        Assert.Equal((ExitCodes.NotFound, ""), (code, output));
        Assert.Contains("MB2001", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Effective_of_a_server_whose_image_cannot_be_looked_at_says_why()
    {
        Write(".config/mcpbox/config.toml", "[servers.time]\ncontainer.image = \"mcp/time\"");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var show = new ProfileShow(
            Load(), _ => throw new SandboxException(new Refusal("MB2221", "there is no such image", "mcpbox pull mcp/time")), output, error);
        Assert.Equal(ExitCodes.EngineUnavailable, show.Effective("time"));
        Assert.Equal($"{_home}/.config/mcpbox/config.toml:1:10: MB2221 there is no such image\nhint: mcpbox pull mcp/time\n", error.ToString());
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Effective_of_a_profile_reads_back_the_same()
    {
        Write(".config/mcpbox/profiles/mine.toml", "extends = \"node\"\n[[filesystem.mounts]]\nsource = \"~/a b\"\nmode = \"rw\"");
        var (code, output, _) = Run("show", "--effective", "mine");
        Assert.Equal(ExitCodes.Ok, code);
        Write(".config/mcpbox/profiles/again.toml", output);
        Assert.Equal(WithoutComments(output), WithoutComments(Run("show", "--effective", "again").Output));
    }

    [Fact]
    public void Effective_refuses_with_every_problem_that_concerns_the_name()
    {
        Write(".config/mcpbox/config.toml", "[servers.files]\ncommand = \"x\"\nlimits = 1\nengin = 2");
        Write(".config/mcpbox/profiles/unrelated.toml", "[");
        var (code, output, error) = Run("show", "--effective", "files");
        Assert.Equal((ExitCodes.ConfigProblems, ""), (code, output));
        Assert.Equal(2, error.Split('\n').Count(line => line.StartsWith("hint: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("unrelated", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_says_how_many_files_have_no_problems()
    {
        Assert.Equal((ExitCodes.Ok, "0 files, no problems\n", ""), Run("check"));
        Write(".config/mcpbox/config.toml", "");
        Assert.Equal((ExitCodes.Ok, "1 file, no problems\n", ""), Run("check"));
        Write(".config/mcpbox/profiles/mine.toml", "");
        Assert.Equal((ExitCodes.Ok, "2 files, no problems\n", ""), Run("check"));
    }

    [Fact]
    public void Check_prints_every_problem_of_every_file_with_its_place_and_hint()
    {
        Write(".config/mcpbox/config.toml", "[servers.a]\n");
        Write(".config/mcpbox/profiles/mine.toml", "engine = \"x\"\nnetwork.mode = \"host\"");
        var (code, output, error) = Run("check");
        Assert.Equal((ExitCodes.ConfigProblems, ""), (code, output));
        Assert.Equal(
            $"""
            {_home}/.config/mcpbox/config.toml:1:10: MB1113 servers.a has neither a command nor a spec
            hint: add command = "…", the program to start; spec = "…", its package; or container.image, whose ENTRYPOINT is started
            {_home}/.config/mcpbox/profiles/mine.toml:1:10: MB1104 engine = "x" is none of its choices
            hint: choices: auto, bubblewrap, docker
            {_home}/.config/mcpbox/profiles/mine.toml:2:16: MB1105 network.mode = "host" does not exist yet
            hint: choices: allowlist, none

            """,
            error);
    }

    [Fact]
    public void Check_looks_at_the_files_that_are_named_and_at_no_other()
    {
        Write(".config/mcpbox/config.toml", "[");
        Write("drafts/mine.toml", "extends = \"strict\"");
        Write("drafts/bad.toml", "extends = \"stric\"");
        Assert.Equal((ExitCodes.Ok, "1 file, no problems\n", ""), Run("check", "drafts/mine.toml"));
        var (code, _, error) = Run("check", "drafts/mine.toml", "drafts/bad.toml");
        Assert.Equal(ExitCodes.ConfigProblems, code);
        Assert.StartsWith($"{_home}/drafts/bad.toml:1:11: MB1121", error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_output_carries_what_a_terminal_would_obey()
    {
        Write(".config/mcpbox/profiles/mine.toml", "description = \"\\u001b[31m\\u202e\"\n# \u009b31m\u202e\n");
        Write(".config/mcpbox/profiles/bad\u001b[2J.toml", "");
        foreach (var (_, output, error) in new[] { Run("list"), Run("show", "mine"), Run("show", "--effective", "mine"), Run("check"), Run("show", "\u001b[2J") })
        {
            Assert.All(output + error, c => Assert.False(c is '\u001b' or '\u009b' or '\u202e'));
        }
    }

    private static string WithoutComments(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));

    private void Write(string path, string text)
    {
        var full = Path.Combine(_home, path);
        foreach (var folder in new[] { ".config", ".config/mcpbox", ".config/mcpbox/profiles" })
        {
            Directory.CreateDirectory(Path.Combine(_home, folder), Private);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!, Private);
        File.WriteAllText(full, text);
        File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private ConfigurationLocations Locations =>
        ConfigurationLocations.FromEnvironment(name => name == "HOME" ? _home : null, Posix.Files.Caller.EffectiveUserId());

    private Configuration Load() => Configuration.Load(Locations, _home);

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = ProfileCommand.Create(() => Locations, () => _home).Parse(arguments)
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
