using System.Text;
using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>Published npm servers, locked and built once through the machine's own registry, and started without one.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Everything = "npm:@modelcontextprotocol/server-everything@2026.8.31";
    private const string Memory = "npm:@modelcontextprotocol/server-memory";
    private const string Initialize =
        """{"jsonrpc":"2.0","id":"first","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""" + "\n";

    private readonly NpmBox _npm = new();

    private Box Box => _npm.Box;

    public void Dispose() => _npm.Dispose();

    [Fact]
    public async Task A_server_that_was_added_gives_a_real_client_the_same_answers_without_any_registry()
    {
        var added = await _npm.OutputOfAsync("add", "everything", Everything, "--", "stdio");
        Assert.StartsWith($"{Everything} 2026.8.31 ", added, StringComparison.Ordinal);
        _npm.LoseRegistry();
        var bare = await DriveAsync([Programs.Node, _npm.Script("server-everything"), "stdio"]);
        Assert.StartsWith("{\"server\":", bare, StringComparison.Ordinal);
        Assert.Equal(bare, await DriveAsync([Programs.McpBox, "run", "everything"]));

        // Named by its server or by the words of a client's config: one package, one lock.
        string[] words = ["npx", "-y", "@modelcontextprotocol/server-everything@2026.8.31", "stdio"];
        Assert.Equal(bare, await DriveAsync([Programs.McpBox, "run", "--", .. words]));
        Assert.Equal(bare, await DriveAsync([Programs.McpBox, "run", "--verify", Everything, "--", "stdio"]));
        foreach (var journal in Directory.GetFiles(Box.State, "*.jsonl", SearchOption.AllDirectories))
        {
            await Box.OutputOfAsync("log", "verify", journal);
            using var manifest = JsonDocument.Parse(File.ReadLines(journal).First());
            Assert.Contains($"\"spec\":\"{Everything}\"", manifest.RootElement.ToString(), StringComparison.Ordinal);
            Assert.Contains(added.Split(' ')[2].Trim(), manifest.RootElement.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_not_locked_is_refused_at_once_with_the_one_command_to_type()
    {
        _npm.LoseRegistry();
        await using var session = Box.Start([Programs.McpBox, "run", "--", "npx", "-y", "@modelcontextprotocol/server-memory"]);
        await session.SendAsync(Initialize);
        var answer = await session.ReadTextAsync();
        Assert.Contains("\"id\":\"first\",\"error\"", answer, StringComparison.Ordinal);
        Assert.Contains("MB6510", answer, StringComparison.Ordinal);
        Assert.Equal(127, await session.ExitCodeAsync());
        Assert.Contains($"hint: mcpbox lock {Memory}\n", session.Stderr, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_npm.Store));
    }

    [Fact]
    public async Task On_request_the_package_is_built_first_while_pings_are_answered_and_the_rest_waits_verbatim()
    {
        Box.Configure($"[servers.memory]\nspec = \"{Memory}\"\n[servers.memory.package]\non_missing = \"build\"\n");
        await using var session = Box.Start([Programs.McpBox, "run", "memory"]);
        session.Patience = NpmBox.BuildPatience;
        await session.SendAsync(Initialize);
        await session.RequestAsync(7);
        Assert.Equal("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n", await session.ReadTextAsync());
        var answer = await session.ReadTextAsync();
        Assert.Contains("\"id\":\"first\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"serverInfo\"", answer, StringComparison.Ordinal);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());

        var journal = Box.Journal();
        Assert.Equal(["withhold", "forward"], journal.ClientToServer.Select(record => record.Verdict));
        Assert.Equal(["synthetic", "forward"], journal.ServerToClient.Select(record => record.Verdict));
        Assert.Equal(Initialize, Encoding.UTF8.GetString(journal.ForwardedToServer));
        await Box.OutputOfAsync("log", "verify", Box.JournalPath());
    }

    [Fact]
    public async Task An_update_shows_what_changes_and_files_that_were_changed_are_not_started()
    {
        // What was the newest two hundred days ago.
        Box.Configure($"[servers.memory]\nspec = \"{Memory}\"\n[servers.memory.package]\nmin_age = \"200d\"\n");
        var old = (await _npm.OutputOfAsync("lock", "memory")).Split(' ')[1];
        Box.Configure($"[servers.memory]\nspec = \"{Memory}\"\n");
        var changes = await _npm.OutputOfAsync("update", "memory", "--dry-run");
        Assert.StartsWith($"{Memory} {old} -> ", changes, StringComparison.Ordinal);
        Assert.Contains($"  ~ @modelcontextprotocol/server-memory {old} -> ", changes, StringComparison.Ordinal);
        Assert.Contains("outdated\":true", await _npm.OutputOfAsync("outdated", "--json"), StringComparison.Ordinal);

        var script = _npm.Script("server-memory");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(script, "\n// not what was locked\n");
        await using var session = Box.Start([Programs.McpBox, "run", "memory"]);
        await session.SendAsync(Initialize);
        Assert.Contains("MB6203", await session.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(123, await session.ExitCodeAsync());
    }

    private async Task<string> DriveAsync(IReadOnlyList<string> command)
    {
        await using var drive = Box.Start([Programs.Node, Programs.Client("drive.mjs"), "everything", "--folder", Path.Combine(Box.Shared, "data"), "--", .. command]);
        var result = Encoding.UTF8.GetString(await drive.ReadToEndAsync());
        var code = await drive.ExitCodeAsync();
        Assert.True(code == 0, $"drive.mjs ended with {code}: {drive.Stderr}");
        return result;
    }
}
