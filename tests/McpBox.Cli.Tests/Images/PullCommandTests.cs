using System.CommandLine;
using System.Runtime.Versioning;
using McpBox.Cli.Images;
using McpBox.Engines.Docker.Images;
using McpBox.Profiles;

namespace McpBox.Cli.Tests.Images;

[SupportedOSPlatform("linux")]
public sealed class PullCommandTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _home = Directory.CreateTempSubdirectory("mcpbox-pull-").FullName;
    private string _daemon = "unix:///nowhere/docker.sock";

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void A_daemon_that_cannot_be_reached_is_one_refusal_with_its_code()
    {
        var (code, output, error) = Pull("a:1", "b:1");
        Assert.Equal((ExitCodes.EngineUnavailable, ""), (code, output));
        Assert.Matches(@"^mcpbox: \(command line\): MB2201 .*nowhere/docker.sock.*\nhint: [^\n]+\n$", error);
    }

    [Fact]
    public void A_server_without_an_image_has_nothing_to_pull()
    {
        Config("[servers.files]\ncommand = \"node\"\n");
        var (code, output, error) = Pull("files");
        Assert.Equal((ExitCodes.ConfigProblems, ""), (code, output));
        Assert.Matches("config.toml:1:.*MB5020 the server files names no image", error);
        Assert.Contains("MB5020", Pull().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_cannot_be_read_is_said_to_be_so()
    {
        Config("[servers.time]\nimage = 1\n");
        var (code, _, error) = Pull("time");
        Assert.Equal(ExitCodes.ConfigProblems, code);
        Assert.Contains("config.toml:2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_daemon_has_is_recorded_and_its_digest_is_all_that_stdout_gets()
    {
        const string reference = "localhost/mcpbox-test:latest";
        _daemon = Environment.GetEnvironmentVariable("MCPBOX_TEST_DOCKER") ?? "";
        Assert.False(_daemon.Length == 0, "MCPBOX_TEST_DOCKER is not set: run the tests by `make test`, which starts the daemons");

        // By its name, by a server's, and by no name at all: the same image, each time.
        Config($"[servers.time]\n[servers.time.container]\nimage = \"{reference}\"\n");
        var (code, output, error) = Pull("--local", reference);
        Assert.True(code == ExitCodes.Ok, error);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", output);
        Assert.Contains($"{reference}: {output.Trim()}\n", error, StringComparison.Ordinal);
        Assert.Equal((output, true), (Pull("--local", "time").Output, Pull("--local", "time").Error.Contains(", as before", StringComparison.Ordinal)));
        Assert.Equal(output, Pull("--local").Output);
        Assert.True(File.Exists($"{_home}/.local/state/mcpbox/images.json"));
    }

    [Fact]
    public void One_that_fails_does_not_keep_the_rest_from_being_pulled()
    {
        _daemon = Environment.GetEnvironmentVariable("MCPBOX_TEST_DOCKER") ?? "";
        Assert.False(_daemon.Length == 0, "MCPBOX_TEST_DOCKER is not set: run the tests by `make test`, which starts the daemons");
        var (code, output, error) = Pull("--local", "Not A Reference", "localhost/mcpbox-test:latest");
        Assert.Equal(ExitCodes.EngineUnavailable, code);
        Assert.StartsWith("sha256:", output, StringComparison.Ordinal);
        Assert.Contains("MB2220", error, StringComparison.Ordinal);
    }

    private void Config(string text)
    {
        Directory.CreateDirectory($"{_home}/.config/mcpbox", Private);
        File.WriteAllText($"{_home}/.config/mcpbox/config.toml", text);
        File.SetUnixFileMode($"{_home}/.config/mcpbox/config.toml", UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private (int Code, string Output, string Error) Pull(params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_HOST"] = _daemon };
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var locations = ConfigurationLocations.FromEnvironment(name => name == "HOME" ? _home : null, Posix.Files.Caller.EffectiveUserId());
        var command = PullCommand.Create(() => locations, () => _home, () => DaemonImages.Open(environment, _home, TimeProvider.System));
        var code = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
