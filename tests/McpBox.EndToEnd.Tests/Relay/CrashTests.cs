using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>A server that ends on its own: who waits is told, with what the server said last.</summary>
[Trait("engine", "any")]
public sealed class CrashTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_crash_reaches_the_waiting_client_with_exit_code_and_last_stderr_lines()
    {
        await using var session = _box.Run("crashes");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await session.RequestAsync(2);
        var error = Reply.Parse(await session.ReadFrameAsync()).AssertRefused(2, "MB3001");
        Assert.Contains("3", error.Message + error.Data, StringComparison.Ordinal);
        Assert.Contains("fatal: the index is damaged", error.Data, StringComparison.Ordinal);
        Assert.Contains("at line 42", error.Data, StringComparison.Ordinal);
        Assert.Equal(3, await session.ExitCodeAsync());
        Assert.Contains("fatal: the index is damaged\nat line 42\n", session.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_a_pending_request_is_journalled_as_synthetic()
    {
        await using var session = _box.Run("crashes");
        await session.RequestAsync(1);
        await session.RequestAsync(2);
        session.CloseInput();
        var replies = Reply.ParseAll(await session.ReadToEndAsync());
        await session.ExitCodeAsync();
        replies[^1].AssertRefused(2, "MB3001");
        var synthetic = Assert.Single(_box.Journal().Records, record => record.Verdict == "synthetic");
        Assert.Equal("s2c", synthetic.Direction);
        Assert.Contains("MB3001", synthetic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_at_start_says_what_the_server_said()
    {
        await using var session = _box.Run("crashes-at-start");
        await session.RequestAsync(1);
        var error = Reply.Parse(await session.ReadFrameAsync()).AssertRefused(1, "MB3");
        Assert.Contains("API_KEY is not set", error.Data, StringComparison.Ordinal);
        Assert.Equal(3, await session.ExitCodeAsync());
        Assert.Contains("API_KEY is not set", session.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signals.Abort)]
    [InlineData(Signals.Segmentation)]
    [InlineData(Signals.Kill)]
    [InlineData(Signals.Terminate)]
    public async Task A_server_that_dies_by_a_signal_gives_128_and_its_number(int signal)
    {
        await using var session = _box.Run("dies-by-signal", $"{signal}");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await session.RequestAsync(2);
        Reply.Parse(await session.ReadFrameAsync()).AssertRefused(2, "MB3001");
        Assert.Equal(128 + signal, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task The_server_s_stderr_lines_are_in_the_journal()
    {
        await using var session = _box.Run("crashes-at-start");
        session.CloseInput();
        await session.ExitCodeAsync();
        Assert.Contains(_box.Journal().Records, record => record.Direction == "stderr" && record.Text.Contains("API_KEY is not set", StringComparison.Ordinal));
    }
}
