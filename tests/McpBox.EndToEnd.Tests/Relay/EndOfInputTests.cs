using System.Diagnostics;
using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>What happens between the client's last byte and the session's end.</summary>
[Trait("engine", "any")]
public sealed class EndOfInputTests : IDisposable
{
    private const string Impatient = "close_grace = \"200ms\"\nterm_grace = \"200ms\"";

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public async Task A_server_that_ends_with_its_stdin_gives_its_exit_code(int code)
    {
        await using var session = _box.Run("exits-with", $"{code}");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(code, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task Answers_that_come_after_the_client_closed_its_side_are_delivered()
    {
        await using var session = _box.Run("answers-after-eof", "500");
        await session.RequestAsync(1);
        await session.RequestAsync(2);
        session.CloseInput();
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{}}""" + "\n", await session.ReadTextAsync());
        Assert.Equal("""{"jsonrpc":"2.0","id":2,"result":{}}""" + "\n", await session.ReadTextAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task A_server_that_stays_is_asked_to_end_and_its_last_words_are_delivered()
    {
        await using var session = _box.RunConfigured(Impatient, "ends-cleanly-on-term");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        Assert.Contains("notifications/goodbye", Encoding.UTF8.GetString(await session.ReadToEndAsync()), StringComparison.Ordinal);
        Assert.Equal(7, await session.ExitCodeAsync());
    }

    [Theory]
    [InlineData("ignores-eof", Signals.Terminate)]
    [InlineData("ignores-term", Signals.Kill)]
    public async Task A_server_that_does_not_end_by_itself_is_ended(string stub, int signal)
    {
        var marker = $"{Guid.NewGuid()}";
        await using var session = _box.RunConfigured(Impatient, stub, marker);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        Assert.Equal(128 + signal, await session.ExitCodeAsync());
        await ProcessTable.IsGoneAsync(marker);
    }

    [Fact]
    public async Task Requests_that_nobody_answers_get_an_error_when_the_grace_is_over()
    {
        await using var session = _box.RunConfigured(Impatient, "answers-slowly", "60000");
        await session.RequestAsync(1);
        await session.RequestAsync(2);
        session.CloseInput();
        var replies = Reply.ParseAll(await session.ReadToEndAsync());
        Assert.Equal(2, replies.Count);
        replies[0].AssertRefused(1, "MB3001");
        replies[1].AssertRefused(2, "MB3001");
        Assert.Equal(128 + Signals.Terminate, await session.ExitCodeAsync());
        Assert.Equal(2, _box.Journal().ServerToClient.Count(record => record.Verdict == "synthetic"));
    }

    [Fact]
    public async Task By_default_two_seconds_pass_before_SIGTERM_and_two_more_before_SIGKILL()
    {
        await using var session = _box.Run("ignores-term");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        var clock = Stopwatch.StartNew();
        session.CloseInput();
        Assert.Equal(128 + Signals.Kill, await session.ExitCodeAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 3.9, 8);
    }

    /// <summary>Not through a daemon's stream, which tells the end of all three and not of one.</summary>
    [Trait("needs", "the end of each stream")]
    [Theory]
    [InlineData("closes-stdout-first")]
    [InlineData("closes-all-streams")]
    public async Task A_server_that_closes_its_stdout_and_stays_ends_the_session(string stub)
    {
        var marker = $"{Guid.NewGuid()}";
        await using var session = _box.RunConfigured(Impatient, stub, marker);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await session.RequestAsync(2);
        Reply.Parse(await session.ReadFrameAsync()).AssertRefused(2, "MB3001");
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(128 + Signals.Terminate, await session.ExitCodeAsync());
        await ProcessTable.IsGoneAsync(marker);
    }
}
