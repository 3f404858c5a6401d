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

    private async Task AssertServesAsync(IReadOnlyList<string> command)
    {
        await using var session = _box.Start(command);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
    }
}
