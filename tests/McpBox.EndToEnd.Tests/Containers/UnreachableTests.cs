using System.Diagnostics;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Containers;

/// <summary>Without a daemon or without the image a start ends at once, in words that both the person and the client's log can show.</summary>
public sealed class UnreachableTests : IDisposable
{
    /// <summary>Clients give up after 30 s at the earliest; a person should not have to wait for that.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(10);

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_daemon_that_is_not_there_is_told_to_the_waiting_client()
    {
        _box.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        await AssertRefusedAsync("MB2201", "/nonexistent/docker.sock", "run", "--image", "localhost/no-such-image:1");
    }

    [Fact]
    public async Task An_image_that_was_not_pulled_is_told_with_the_command_that_pulls_it()
    {
        _box.Environment["DOCKER_HOST"] = Daemons.Docker;
        await AssertRefusedAsync("MB2221", "mcpbox pull localhost/no-such-image:1", "run", "--image", "localhost/no-such-image:1");
    }

    [Fact]
    public async Task A_configured_server_whose_image_is_missing_says_where_it_was_configured()
    {
        _box.Environment["DOCKER_HOST"] = Daemons.Docker;
        _box.Configure("[servers.time.container]\nimage = \"localhost/no-such-image:1\"\n");
        await AssertRefusedAsync("MB2221", "config.toml:1:10", "run", "time");
    }

    [Fact]
    public async Task A_host_program_needs_no_daemon()
    {
        _box.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        await using var session = _box.Run("echo");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync());
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
    }

    private async Task AssertRefusedAsync(string code, string said, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        await using var session = _box.Start([Programs.McpBox, .. arguments]);
        await session.RequestAsync(1, "initialize");
        Reply.Parse(await session.ReadFrameAsync()).AssertRefused(1, code);
        Assert.Equal(122, await session.ExitCodeAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Prompt);
        Assert.Contains(code, session.Stderr, StringComparison.Ordinal);
        Assert.Contains(said, session.Stderr, StringComparison.Ordinal);
    }
}
