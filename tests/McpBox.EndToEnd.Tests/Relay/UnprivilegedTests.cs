using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>The same promises for a caller who is not root; for a test run by root, a caller with another uid and no capability.</summary>
public sealed class UnprivilegedTests : IDisposable
{
    private const string Other = "12345";

    private readonly Box _box = new();
    private readonly string _marker = $"{Guid.NewGuid()}";

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_server_answers_and_gives_its_exit_code()
    {
        await using var session = Start("exits-with", "5");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        Assert.Equal(5, await session.ExitCodeAsync());
        Assert.Single(_box.Journal().ClientToServer);
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Kill)]
    public async Task Nothing_outlives_mcpbox(int signal)
    {
        await using var session = Start("leaves-a-grandchild", _marker);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await ProcessTable.AppearsAsync(_marker);
        session.Signal(signal);
        Assert.Equal(128 + signal, await session.ExitCodeAsync());
        await ProcessTable.IsGoneAsync(_marker);
    }

    private string McpBoxAndItsInit()
    {
        _ = _box.Copy(Programs.McpBox + "-init");
        return _box.Copy(Programs.McpBox);
    }

    /// <summary>From copies in the box's folder: the other user may not be able to enter the one where the clone lies.</summary>
    private RawSession Start(string stub, string argument)
    {
        if (!Environment.IsPrivilegedProcess)
            return _box.Run(stub, argument);
        _box.HandTo(Other);
        return _box.Start(
        [
            "/usr/bin/setpriv", "--reuid", Other, "--regid", Other, "--clear-groups", "--bounding-set=-all", "--",
            McpBoxAndItsInit(), "run", "--", _box.Copy(Programs.Stub(stub)), argument,
        ]);
    }
}
