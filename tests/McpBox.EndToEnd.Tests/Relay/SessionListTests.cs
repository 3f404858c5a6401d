using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary><c>mcpbox ps</c> and <c>mcpbox gc</c> beside real sessions.</summary>
public sealed class SessionListTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_session_is_listed_while_it_runs_and_not_after()
    {
        await using var session = _box.Run("echo");
        await session.RequestAsync(1);
        await session.ReadFrameAsync();
        var row = Assert.Single(await RowsAsync());
        Assert.Equal(("echo", "strict", "bubblewrap"), (Text(row, "server"), Text(row, "profile"), Text(row, "engine")));
        Assert.Equal(session.Pid, row.GetProperty("pid").GetInt32());
        Assert.Equal(_box.JournalPath(), Text(row, "journal"));
        // Of whoever else is listed, a build's sandbox of another test for instance, the columns are as wide as they need to be.
        var shown = Assert.Single((await _box.OutputOfAsync("ps")).Split('\n'), line => line.StartsWith(Text(row, "session")!, StringComparison.Ordinal));
        Assert.Equal([Text(row, "session"), "echo", "strict", "bubblewrap", $"{session.Pid}"], shown.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(5));
        session.CloseInput();
        await session.ExitCodeAsync();
        Assert.DoesNotContain(Text(row, "session")!, await _box.OutputOfAsync("ps", "--json"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_box.Environment["XDG_RUNTIME_DIR"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_killed_session_left_is_removed_by_gc()
    {
        await KilledSessionAsync();
        Assert.Empty(await RowsAsync());
        var record = Assert.Single(Records());
        Assert.Contains(record, await _box.OutputOfAsync("gc", "--dry-run"), StringComparison.Ordinal);
        Assert.Single(Records());
        Assert.Contains(record, await _box.OutputOfAsync("gc"), StringComparison.Ordinal);
        Assert.Empty(Records());
        Assert.DoesNotContain(Path.GetFileNameWithoutExtension(record), await _box.OutputOfAsync("gc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_start_removes_the_record_of_a_killed_session()
    {
        await KilledSessionAsync();
        var stale = Assert.Single(Records());
        await using var session = _box.Run("echo");
        await session.RequestAsync(1);
        await session.ReadFrameAsync();
        Assert.NotEqual(stale, Assert.Single(Records()));
    }

    [Fact]
    public async Task A_session_that_cannot_be_listed_runs_all_the_same()
    {
        File.WriteAllText(Path.Combine(_box.Environment["XDG_RUNTIME_DIR"], "mcpbox"), "");
        await using var session = _box.Run("echo");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync());
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
        Assert.Equal("", session.Stderr);
    }

    private async Task KilledSessionAsync()
    {
        await using var session = _box.Run("echo");
        await session.RequestAsync(1);
        await session.ReadFrameAsync();
        session.Signal(Signals.Kill);
        await session.ExitCodeAsync();
    }

    private string[] Records() => Directory.GetFiles(_box.Environment["XDG_RUNTIME_DIR"], "*.json", SearchOption.AllDirectories);

    /// <summary>Those of this box: what engines know of the sandboxes of other tests is listed too, and has no journal.</summary>
    private async Task<JsonElement[]> RowsAsync() =>
    [
        .. (await _box.OutputOfAsync("ps", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.TryGetProperty("journal", out _)),
    ];

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
