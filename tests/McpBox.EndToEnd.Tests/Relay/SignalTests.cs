using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>Nothing outlives its session, whoever ends it and however roughly.</summary>
[Trait("engine", "any")]
public sealed class SignalTests : IDisposable
{
    private readonly Box _box = new();
    private readonly string _marker = $"{Guid.NewGuid()}";

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Hangup)]
    public async Task A_signal_to_mcpbox_ends_everything_and_is_its_exit_code(int signal)
    {
        await using var session = await StartGrandchildAsync();
        session.Signal(signal);
        Assert.Equal(128 + signal, await session.ExitCodeAsync());
        await ProcessTable.IsGoneAsync(_marker);
    }

    [Fact]
    public async Task A_signal_to_mcpbox_gives_an_error_to_each_pending_request()
    {
        await using var session = _box.Run("never-answers");
        await session.RequestAsync(1);
        await Eventually.TrueAsync(() => Directory.GetFiles(_box.State, "*.jsonl", SearchOption.AllDirectories) is [var path]
            && File.ReadAllText(path).Contains("\"method\":\"ping\"", StringComparison.Ordinal), "the request is not in the journal");
        session.Signal(Signals.Terminate);
        Reply.Parse(await session.ReadFrameAsync()).AssertRefused(1, "MB3");
        Assert.Equal(128 + Signals.Terminate, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task A_killed_mcpbox_leaves_no_process_behind()
    {
        await using var session = await StartGrandchildAsync();
        session.Signal(Signals.Kill);
        await ProcessTable.IsGoneAsync(_marker);
    }

    [Fact]
    public async Task A_killed_client_leaves_no_process_behind()
    {
        await using var client = _box.Start([Programs.Stub("client"), .. Box.RunCommand([Programs.Stub("leaves-a-grandchild"), _marker])]);
        Reply.Parse(await client.ReadFrameAsync()).AssertAnswered(1);
        await ProcessTable.AppearsAsync(_marker);
        client.Signal(Signals.Kill);
        await ProcessTable.IsGoneAsync(_marker);
    }

    [Fact]
    public async Task A_server_that_ends_leaves_no_grandchild_behind()
    {
        await using var session = await StartGrandchildAsync();
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
        await ProcessTable.IsGoneAsync(_marker);
    }

    /// <summary>Without mcpbox the grandchild does stay: the tests above would see it.</summary>
    [Fact]
    public async Task Bare_the_grandchild_survives_its_server()
    {
        await using var session = _box.Start([Programs.Stub("leaves-a-grandchild"), _marker]);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await ProcessTable.AppearsAsync(_marker);
        session.Signal(Signals.Kill);
        await session.ExitCodeAsync();
        foreach (var pid in ProcessTable.WithArgument(_marker))
            Signals.Send(pid, Signals.Kill);
        await ProcessTable.IsGoneAsync(_marker);
    }

    private async Task<RawSession> StartGrandchildAsync()
    {
        var session = _box.Run("leaves-a-grandchild", _marker);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await ProcessTable.AppearsAsync(_marker);
        return session;
    }
}
