using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>Published npm servers, locked and built once through the registry that this machine's own npm is configured with, and started without one.</summary>
public sealed class PublishedServerTests : IDisposable
{
    private const string Everything = "npm:@modelcontextprotocol/server-everything@2026.8.31";
    private const string Memory = "npm:@modelcontextprotocol/server-memory";

    private readonly PackageBox _box = new();

    public PublishedServerTests() => _box.UsePublished();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_server_that_was_added_gives_a_real_client_the_same_answers_without_any_registry()
    {
        Assert.StartsWith($"{Everything} 2026.8.31 ", await _box.OutputOfAsync("add", "everything", Everything, "--", "stdio"), StringComparison.Ordinal);
        _box.LoseRegistry();

        var bare = await DriveAsync([Programs.Node, Path.Combine(_box.Files, "node_modules/@modelcontextprotocol/server-everything/dist/index.js"), "stdio"]);
        Assert.StartsWith("{\"server\":", bare, StringComparison.Ordinal);
        Assert.Equal(bare, await DriveAsync([Programs.McpBox, "run", "everything"]));
    }

    [Fact]
    public async Task An_update_shows_what_changes_before_it_does()
    {
        // What was the newest two hundred days ago.
        _box.Box.Configure($"[servers.memory]\nspec = \"{Memory}\"\n[servers.memory.package]\nmin_age = \"200d\"\n");
        var old = (await _box.OutputOfAsync("lock", "memory")).Split(' ')[1];
        var locked = await File.ReadAllTextAsync(_box.LockPath, TestContext.Current.CancellationToken);
        _box.Box.Configure($"[servers.memory]\nspec = \"{Memory}\"\n");

        var changes = await _box.OutputOfAsync("update", "memory", "--dry-run");

        Assert.StartsWith($"{Memory} {old} -> ", changes, StringComparison.Ordinal);
        Assert.Contains($"  ~ @modelcontextprotocol/server-memory {old} -> ", changes, StringComparison.Ordinal);
        Assert.Contains("outdated\":true", await _box.OutputOfAsync("outdated", "--json"), StringComparison.Ordinal);
        Assert.Equal(locked, await File.ReadAllTextAsync(_box.LockPath, TestContext.Current.CancellationToken));
    }

    private async Task<string> DriveAsync(IReadOnlyList<string> command)
    {
        await using var drive = _box.Box.Start([Programs.Node, Programs.Client("drive.mjs"), "everything", "--folder", Path.Combine(_box.Box.Shared, "data"), "--", .. command]);
        var result = Encoding.UTF8.GetString(await drive.ReadToEndAsync());
        var code = await drive.ExitCodeAsync();
        Assert.True(code == 0, $"drive.mjs ended with {code}: {drive.Stderr}");
        return result;
    }
}
