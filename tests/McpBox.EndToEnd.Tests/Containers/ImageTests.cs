using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Containers;

/// <summary>Servers in images, on the published binary.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly Box _box = new();

    public ImageTests() => _box.Environment["DOCKER_HOST"] = Daemons.Docker;

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_server_in_an_image_answers_and_its_record_says_which_image_and_why_docker(string daemon)
    {
        _box.Environment["DOCKER_HOST"] = daemon == "podman" ? Daemons.Podman : Daemons.Docker;
        await using var session = _box.Start(_box.InImage(Daemons.Image, "echo"));
        await session.RequestAsync(1);
        Assert.Contains("\"id\":1", await session.ReadTextAsync(), StringComparison.Ordinal);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
        var journal = File.ReadAllText(_box.JournalPath());
        Assert.Contains("\"engine\":{\"name\":\"docker\",\"why\":\"profile: auto, an image is named\"", journal, StringComparison.Ordinal);
        Assert.Matches("\"image\":{\"digest\":\"sha256:[0-9a-f]{64}\",\"id\":\"sha256:[0-9a-f]{64}\"}", journal);
    }

    [Fact]
    public async Task The_words_after_the_dashes_go_to_the_entry_point()
    {
        await using var session = _box.Start(
            [Programs.McpBox, "run", "--image", Daemons.PackagedImage, "--", "-p", "JSON.stringify({jsonrpc:'2.0',method:[process.env.GREETING,process.cwd(),process.env.HOME].join()})"]);
        Assert.Contains("from the image,/tmp,/home/mcp", await session.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task Without_a_word_the_images_own_are_run()
    {
        _box.Configure($"[servers.node.container]\nimage = \"{Daemons.PackagedImage}\"\n");
        await using var session = _box.Start([Programs.McpBox, "run", "node"]);
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
        Assert.StartsWith("v", Encoding.UTF8.GetString(Assert.Single(_box.Journal().Stray).Frame), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_servers_command_takes_the_entry_points_place()
    {
        _box.Configure($"[servers.node]\ncommand = \"sh\"\nargs = [\"-c\", \"exit 7\"]\n[servers.node.container]\nimage = \"{Daemons.PackagedImage}\"\n");
        await using var session = _box.Start([Programs.McpBox, "run", "node"]);
        Assert.Equal(7, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task A_program_that_the_image_does_not_have_is_said_to_the_client()
    {
        await using var session = _box.Start([Programs.McpBox, "run", "--image", Daemons.Image, "--", "no-such-program"]);
        await session.RequestAsync(1, "initialize");
        Assert.NotNull(Reply.Parse(await session.ReadFrameAsync()).Error);
        Assert.NotEqual(0, await session.ExitCodeAsync());
        Assert.Contains("no-such-program", session.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_effective_profile_of_a_server_shows_the_resolved_image()
    {
        _box.Configure($"[servers.node.container]\nimage = \"{Daemons.PackagedImage}\"\n");
        var text = await _box.OutputOfAsync("profile", "show", "--effective", "node");
        Assert.Contains($"[container]\nimage = \"{Daemons.PackagedImage}\"\ndigest = \"sha256:", text, StringComparison.Ordinal);
        Assert.Contains("\"GREETING\" = { source = \"image\", value = \"from the image\" }", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_session_is_listed_and_nothing_of_a_killed_one_stays()
    {
        await using var session = _box.Start(_box.InImage(Daemons.Image, "echo"));
        await session.RequestAsync(1);
        await session.ReadFrameAsync();
        Assert.Matches($"(?m)^[0-9a-f]{{12}} +echo +strict +docker +{session.Pid} ", await _box.OutputOfAsync("ps"));
        session.Signal(Signals.Kill);
        await session.ExitCodeAsync();
        await Eventually.TrueAsync(() => ProcessTable.WithArgument(Programs.Stub("echo")).Count == 0, "the server outlived its mcpbox");
        await _box.OutputOfAsync("gc");
        var folder = Path.Combine(_box.Environment["XDG_RUNTIME_DIR"], "mcpbox");
        Assert.Equal(["sessions"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder, "sessions")));
    }
}
