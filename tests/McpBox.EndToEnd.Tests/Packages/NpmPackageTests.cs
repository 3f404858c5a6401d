using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A published server, from npm's registry to an offline start, through the published binary.</summary>
public sealed class NpmPackageTests : IDisposable
{
    private const string Spec = "npm:@modelcontextprotocol/server-memory@2026.8.31";
    private readonly Box _box = new();

    public NpmPackageTests() => _box.Environment["XDG_DATA_HOME"] = Path.Combine(_box.Shared, "data");

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_package_that_is_not_locked_is_refused_at_once_with_the_command_to_type()
    {
        await using var session = _box.Start([Programs.McpBox, "run", "--", "npx", "-y", "@modelcontextprotocol/server-memory@2026.8.31"]);
        session.CloseInput();
        _ = await session.ReadToEndAsync();
        Assert.Equal(127, await session.ExitCodeAsync());
        Assert.Contains("MB6510", session.Stderr, StringComparison.Ordinal);
        Assert.Contains($"mcpbox lock {Spec}", session.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_package_starts_offline_in_each_of_its_forms_and_not_once_it_was_changed()
    {
        await LockAsync();
        var key = Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(Path.Combine(_box.Shared, "data/mcpbox/packages"))));

        // Nobody who starts it is told of a registry, or of an npm that could ask one.
        File.WriteAllText(Path.Combine(_box.Environment["HOME"], ".npmrc"), "registry=http://127.0.0.1:9/\n");
        foreach (var words in new string[][] { ["run", Spec], ["run", "--", "npx", "-y", "@modelcontextprotocol/server-memory@2026.8.31"] })
            Assert.Contains("create_entities", await AskAsync(words), StringComparison.Ordinal);
        Assert.Contains($"\"key\":\"{key}\"", Journals(), StringComparison.Ordinal);

        var file = Directory.EnumerateFiles(Path.Combine(_box.Shared, "data/mcpbox/packages", key, "files/node_modules/@modelcontextprotocol/server-memory/dist"), "*.js").First();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.AppendAllText(file, "\n");
        await using var session = _box.Start([Programs.McpBox, "run", Spec]);
        session.CloseInput();
        _ = await session.ReadToEndAsync();
        Assert.Equal(123, await session.ExitCodeAsync());
        Assert.Contains("MB6203", session.Stderr, StringComparison.Ordinal);
    }

    private async Task LockAsync()
    {
        await using var locking = _box.Start([Programs.McpBox, "lock", Spec]);
        locking.CloseInput();
        _ = await locking.ReadToEndAsync();
        Assert.True(await locking.ExitCodeAsync() == 0, locking.Stderr);
    }

    private async Task<string> AskAsync(string[] words)
    {
        await using var session = _box.Start([Programs.McpBox, .. words]);
        await session.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""" + "\n");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""" + "\n");
        await session.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""" + "\n");
        var answer = "";
        while (!answer.Contains("\"id\":2", StringComparison.Ordinal))
            answer = await session.ReadTextAsync() ?? throw new InvalidOperationException(session.Stderr);
        return answer;
    }

    private string Journals() => string.Concat(Directory.EnumerateFiles(_box.State, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText));
}
