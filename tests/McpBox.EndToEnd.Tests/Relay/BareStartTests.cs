using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>Desktop clients start commands with an absolute path and next to nothing in the environment.</summary>
public sealed class BareStartTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("PATH HOME XDG_CONFIG_HOME")]
    public async Task It_starts_without(string variables)
    {
        foreach (var name in variables.Split(' '))
            _box.Environment.Remove(name);
        await AssertServesAsync(Box.RunCommand([Programs.Stub("answers")]));
    }

    /// <summary>Also proves that the server's program is looked up on the toolchain's path, not on the caller's.</summary>
    [Fact]
    public async Task A_program_s_name_is_found_without_PATH()
    {
        _box.Environment.Remove("PATH");
        await AssertServesAsync(Box.RunCommand(["sh", "-c", "read line; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'"]));
    }

    [Fact]
    public async Task It_starts_with_HOME_alone()
    {
        _box.Environment.Remove("PATH");
        _box.Environment.Remove("XDG_CONFIG_HOME");
        _box.Environment.Remove("XDG_STATE_HOME");
        await AssertServesAsync(Box.RunCommand([Programs.Stub("answers")]));
        Assert.Single(Directory.GetFiles(Path.Combine(_box.Environment["HOME"], ".local/state/mcpbox"), "*.jsonl", SearchOption.AllDirectories));
    }

    /// <summary>The runtime's own files would take the closed stream's number, and what is in them would be relayed.</summary>
    [Theory]
    [InlineData("<&-", "stdin is closed")]
    [InlineData(">&-", "stdout is closed")]
    [InlineData("2>&-", "")]
    [InlineData("<&- >&-", "stdin and stdout are closed")]
    [InlineData("<&- >&- 2>&-", "")]
    public async Task A_closed_stream_is_refused(string closing, string words)
    {
        var command = string.Join(' ', Box.RunCommand([Programs.Stub("answers")]).Select(word => $"'{word}'"));
        await using var session = _box.Start(["/bin/sh", "-c", $"exec {command} {closing}"]);
        Assert.Equal(125, await session.ExitCodeAsync());
        Assert.Contains(words, session.Stderr, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_box.State, "mcpbox")));
    }

    private async Task AssertServesAsync(IReadOnlyList<string> command)
    {
        await using var session = _box.Start(command);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
    }
}
