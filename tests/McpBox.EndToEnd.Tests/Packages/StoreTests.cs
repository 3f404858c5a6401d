using McpBox.EndToEnd.Tests.Harness;
using McpBox.Packages.Tests.Npm;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>What happens to the store's files: changed, forgotten, or left by a builder that was killed.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly TestShelf _shelf = new();
    private readonly PackageBox _box = new();

    public StoreTests()
    {
        _box.UseNpm(_shelf);
        _shelf.Add(EchoPackage.Of("echo"));
    }

    public void Dispose()
    {
        _box.Dispose();
        _shelf.Dispose();
    }

    [Fact]
    public async Task A_file_that_was_changed_is_not_started_and_what_no_lock_names_is_collected()
    {
        _ = await _box.OutputOfAsync("lock", "npm:echo");
        var script = Path.Combine(_box.Files, "node_modules/echo/cli.js");
        var (text, time) = (await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken), File.GetLastWriteTimeUtc(script));

        // Of the same size and time: only whoever reads it sees it.
        await RewriteAsync(script, text.Replace("console.log", "console.err", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(script, time);
        Assert.Contains("cli.js", await _box.RefusalOfAsync("MB6210", "run", "--verify", "npm:echo"), StringComparison.Ordinal);
        await RewriteAsync(script, text + "// and more\n");
        Assert.Contains("cli.js", await _box.RefusalOfAsync("MB6209", "run", "npm:echo"), StringComparison.Ordinal);

        var key = Assert.Single(_box.Keys);
        Assert.Contains(key, await _box.OutputOfAsync("gc"), StringComparison.Ordinal);
        Assert.Empty(_box.Names);
        _ = await _box.OutputOfAsync("lock", "npm:echo");
        Assert.Equal("echo", (await _box.HelloAsync("run", "npm:echo")).Name);
        _ = await _box.OutputOfAsync("gc");
        Assert.Equal([key], _box.Names);
        File.Delete(_box.LockPath);
        Assert.Contains("no lock names it", await _box.OutputOfAsync("gc"), StringComparison.Ordinal);
        Assert.Empty(_box.Names);
    }

    [Fact]
    public async Task A_build_that_is_killed_leaves_nothing_that_is_used_and_nothing_that_stays()
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var echo = EchoPackage.Of("echo");
        _shelf.Registry.MapRaw($"/npm/{TestShelf.TarballPath(echo)}", (_, _) =>
        {
            requested.SetResult();
            _shelf.Registry.Closing.WaitHandle.WaitOne();
        });
        await using (var session = _box.Start("lock", "npm:echo"))
        {
            await requested.Task.WaitAsync(session.Patience, TestContext.Current.CancellationToken);
            session.Signal(Signals.Kill);
            Assert.Equal(128 + Signals.Kill, await session.ExitCodeAsync());
        }

        Assert.StartsWith(".building-", Assert.Single(_box.Names), StringComparison.Ordinal);
        _ = await _box.RefusalOfAsync("MB6510", "run", "npm:echo");
        Assert.Contains("its builder died", await _box.OutputOfAsync("gc"), StringComparison.Ordinal);
        _box.AssertNothingLeft(locked: null);
        _shelf.Serve(echo, echo.Pack());
        _ = await _box.OutputOfAsync("lock", "npm:echo");
    }

    private static async Task RewriteAsync(string path, string text)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }
}
