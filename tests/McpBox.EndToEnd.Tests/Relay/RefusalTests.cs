using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>What is refused before a server starts: an exit code of the 125 family, the reason and a hint on stderr, nothing but JSON-RPC on stdout.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(125, "run")]
    [InlineData(125, "run", "--no-such-option", "--", "/bin/true")]
    [InlineData(125, "run", "node", "server.js")]
    [InlineData(125, "run", "--profile")]
    [InlineData(127, "run", "no-such-server")]
    [InlineData(127, "run", "--", "/no/such/program")]
    [InlineData(126, "run", "--", "/etc/passwd")]
    [InlineData(121, "run", "--mount", "/", "--", "/bin/true")]
    [InlineData(121, "run", "--mount", "/etc:rw", "--", "/bin/true")]
    [InlineData(122, "run", "--engine", "docker", "--", "/bin/true")]
    [InlineData(122, "run", "--engine", "bubblewrap", "--image", "mcp/time")]
    [InlineData(125, "run", "--profile", "strict")]
    [InlineData(127, "run", "--", "/usr/bin/node", "/no/such/script.js")]
    public async Task A_refusal_has_its_exit_code_and_says_why(int code, params string[] arguments) => await AssertRefusedAsync(code, arguments);

    [Fact]
    public async Task A_mount_of_the_home_directory_is_refused() =>
        await AssertRefusedAsync(121, "run", "--mount", _box.Environment["HOME"], "--", "/bin/true");

    [Fact]
    public async Task A_configuration_with_problems_is_refused_with_their_places()
    {
        _box.ConfigureServer("stub", ["/bin/true"], "[servers.stub.network]\nmode = \"host\"\n[servers.stub.sesion]\nclose_grace = \"1s\"\n");
        var stderr = await AssertRefusedAsync(120, "run", "stub");
        Assert.Contains("config.toml:", stderr, StringComparison.Ordinal);
        Assert.Contains("sesion", stderr, StringComparison.Ordinal);
        Assert.Contains("host", stderr, StringComparison.Ordinal);
    }

    private async Task<string> AssertRefusedAsync(int code, params string[] arguments)
    {
        await using var session = _box.Start([Programs.McpBox, .. arguments]);
        session.CloseInput();
        var output = await session.ReadToEndAsync();
        Assert.Equal(code, await session.ExitCodeAsync());
        Assert.All(Reply.ParseAll(output), reply => Assert.NotNull(reply.Error));
        Assert.NotEmpty(session.Stderr);
        return session.Stderr;
    }
}
