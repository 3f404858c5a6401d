using McpBox.EndToEnd.Tests.Harness;
using McpBox.EndToEnd.Tests.Replay;

namespace McpBox.EndToEnd.Tests.Watching;

/// <summary><c>mcpbox log tail</c> on a real terminal, beside a real session.</summary>
public sealed class LiveTailTests : IDisposable
{
    private readonly Recorded _server = new();

    public LiveTailTests() => _server.Serve("""
        if (m.method === 'hold') state.id = m.id;
        else if (m.method === 'release') say({ id: state.id, result: {} });
        else if (m.method === 'hostile') { console.error('\u001b[2J\u009b2Jgone'); say({ id: m.id, error: { code: -1, message: '\u001b]0;owned\u0007\u202e' } }); }
        else if (m.id !== undefined) say({ id: m.id, result: {} });
        """);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_call_is_one_line_that_is_completed_when_its_answer_comes()
    {
        await using var session = Begin();
        await using var terminal = Terminal.Start(_server.Box, 100, 24, Tail);
        await session.SendAsync(Recorded.Request(1, "quick") + "\n");
        await terminal.ShowsAsync(static grid => Has(grid, "quick  id=1", " ms  ok  ") && Has(grid, "open 0", "calls 1"));

        await session.SendAsync(Recorded.Request(2, "hold") + "\n");
        await terminal.ShowsAsync(static grid => Has(grid, "hold  id=2  … ") && Has(grid, "open 1", "calls 2") && IsLast(grid, "open 1"));

        await session.SendAsync("""{"jsonrpc":"2.0","method":"release"}""" + "\n");
        await terminal.ShowsAsync(static grid => Has(grid, "hold  id=2", "ok  ") && Has(grid, "open 0", "calls 2", "errors 0", "denied 0"));
        Assert.Single(terminal.Grid.Lines, static line => line.Contains("id=2", StringComparison.Ordinal));

        session.CloseInput();
        Assert.Equal(0, await terminal.ExitCodeAsync());
        var grid = terminal.Grid;
        Assert.DoesNotContain(grid.Lines, static line => line.Contains("open 0", StringComparison.Ordinal));
        Assert.Contains(grid.Lines, static line => line.Contains("seal", StringComparison.Ordinal));
        Assert.True(grid.Wraps && grid.IsPainted);
    }

    [Fact]
    public async Task A_narrower_window_is_noticed_and_an_interrupt_leaves_nothing_behind()
    {
        await using var session = Begin();
        await session.SendAsync(Recorded.Request(1, "hold") + "\n");
        await using var terminal = Terminal.Start(_server.Box, 100, 24, Tail);
        await terminal.ShowsAsync(static grid => Has(grid, "hold  id=1  … ") && Has(grid, "open 1"));

        await terminal.ResizeAsync(40);
        await terminal.ShowsAsync(static grid => grid.Lines[^1] is { Length: > 0 and < 40 } && Has(grid, "hold", "… ") && Has(grid, "open 1"));

        await terminal.TypeAsync("\u0003");
        Assert.Equal(130, await terminal.ExitCodeAsync());
        Assert.DoesNotContain(terminal.Grid.Lines, static line => line.Contains("open 1", StringComparison.Ordinal) || line.Contains("hold", StringComparison.Ordinal));
        Assert.True(terminal.Grid.Wraps);
    }

    [Fact]
    public async Task A_server_commands_neither_the_terminal_nor_more_than_its_line()
    {
        _server.Box.Environment["NO_COLOR"] = "1";
        await using var session = Begin();
        await using var terminal = Terminal.Start(_server.Box, 60, 24, Tail);
        await session.SendAsync(Recorded.Request(1, "hostile" + new string('x', 200)) + "\n" + Recorded.Request(2, "hostile") + "\n");
        await terminal.ShowsAsync(static grid => Has(grid, "hostile", "ms  error -1") && Has(grid, "errors 1") && Has(grid, "gone"));
        var grid = terminal.Grid;
        Assert.False(grid.IsPainted);
        Assert.All(grid.Lines, static line => Assert.InRange(line.Length, 0, 59));
        Assert.DoesNotContain('\u009b', terminal.Written);
        Assert.DoesNotContain('\u202e', terminal.Written);
    }

    [Fact]
    public async Task A_terminal_that_obeys_nothing_gets_plain_lines()
    {
        await using var session = Begin();
        await session.SendAsync(Recorded.Request(1) + "\n");
        await session.ReadFrameAsync();
        await using var terminal = Terminal.Start(_server.Box, 60, 24, $"env TERM=dumb NO_COLOR=1 {Programs.McpBox} log tail");
        Assert.Equal(0, await terminal.ExitCodeAsync());
        Assert.DoesNotContain('\u001b', terminal.Written);
        Assert.Contains("→  request ", terminal.Written, StringComparison.Ordinal);
    }

    private static string Tail => $"{Programs.McpBox} log tail -f";

    private RawSession Begin()
    {
        var session = RawSession.Start(Box.RunCommand([Programs.Node, "server.js"]), _server.Box.Environment, _server.Box.Shared);
        Assert.True(SpinWait.SpinUntil(() => _server.Journals is [var one] && new FileInfo(one).Length > 0, Eventually.Timeout));
        return session;
    }

    private static bool Has(TerminalGrid grid, params string[] words) => grid.Lines.Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal)));

    private static bool IsLast(TerminalGrid grid, string word) => grid.Lines[^1].Contains(word, StringComparison.Ordinal);
}
