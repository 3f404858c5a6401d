using System.Text;
using McpBox.Packages.Tests.Npm;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>From a registry to an offline start: npm's packages, through the published binary and its real build sandbox.</summary>
public sealed class NpmServerTests : IDisposable
{
    private readonly TestShelf _shelf = new();
    private readonly PackageBox _box = new();

    public NpmServerTests()
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
    public async Task A_locked_server_starts_in_each_of_its_forms_without_its_registry_and_sees_its_own_files_alone()
    {
        _shelf.Add(EchoPackage.Of("@other/echo"));
        _ = await _box.OutputOfAsync("lock", "npm:@other/echo");
        var said = (await _box.OutputOfAsync("lock", "npm:echo@^1.0.0", "npm:echo")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        _shelf.Dispose();

        Assert.Equal(["npm:echo@^1.0.0", "1.0.0", "npm:echo", "1.0.0"], said.Where((_, at) => at % 3 < 2));
        Assert.Equal(said[2], said[5]);
        Assert.Equal(2, _box.Keys.Count());
        foreach (var words in (string[][])[["npm:echo", "--"], ["--", "npx", "-y", "echo"], ["--verify", "npm:echo@^1.0.0", "--"]])
        {
            var hello = await _box.HelloAsync(["run", .. words, "--flag", "a b"]);
            Assert.Equal(("echo", "1.0.0"), (hello.Name, hello.Version));
            Assert.Equal(["--flag", "a b"], hello.Words("args"));
            Assert.Equal([said[2]], hello.Words("store"));
            Assert.Equal(["files"], hello.Words("entry"));
            Assert.Equal(["EROFS"], hello.Words("write"));
        }
    }

    [Fact]
    public async Task The_record_of_a_session_names_the_entry_that_ran()
    {
        var key = (await _box.OutputOfAsync("add", "own", "npm:echo")).Split((char[])[' ', '\n'])[2];
        _ = await _box.HelloAsync("run", "own");

        var manifest = File.ReadLines(_box.Box.JournalPath()).First();
        var tree = File.ReadLines(_box.LockPath).Single(line => line.StartsWith("tree = ", StringComparison.Ordinal)).Split('"')[1];
        Assert.Contains($"\"key\":\"{key}\"", manifest, StringComparison.Ordinal);
        Assert.Contains($"\"tree\":\"{tree}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("\"spec\":\"npm:echo\"", manifest, StringComparison.Ordinal);
        _ = await _box.OutputOfAsync("log", "verify", _box.Box.JournalPath());
    }

    [Fact]
    public async Task What_is_not_locked_is_refused_at_once_with_the_one_command_to_type()
    {
        await using var session = _box.Start("run", "--", "npx", "-y", "echo");
        await session.SendAsync(Hello.Request);
        var answer = await session.ReadTextAsync();

        Assert.Contains("\"id\":\"first\",\"error\"", answer, StringComparison.Ordinal);
        Assert.Contains("MB6510", answer, StringComparison.Ordinal);
        Assert.Equal(127, await session.ExitCodeAsync());
        Assert.Contains("hint: mcpbox lock npm:echo\n", session.Stderr, StringComparison.Ordinal);
        Assert.Empty(_shelf.Registry.Requests);
        _box.AssertNothingLeft(locked: null);
    }

    [Fact]
    public async Task On_request_it_is_built_first_while_pings_are_answered_and_the_rest_waits_verbatim()
    {
        using var pinged = new ManualResetEventSlim();
        _shelf.Registry.MapRaw($"/npm/{TestShelf.TarballPath(EchoPackage.Of("echo"))}", (_, stream) =>
        {
            pinged.Wait(_shelf.Registry.Closing);
            var bytes = EchoPackage.Of("echo").Pack();
            stream.Write(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\n\r\n"));
            stream.Write(bytes);
        });
        _box.Box.Configure("[servers.own]\nspec = \"npm:echo\"\n[servers.own.package]\non_missing = \"build\"\n");
        await using var session = _box.Start("run", "own");

        await session.SendAsync(Hello.Request);
        await session.RequestAsync(7);
        Assert.Equal("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n", await session.ReadTextAsync());
        pinged.Set();
        Assert.Equal("echo", Hello.Read(await session.ReadFrameAsync(), session).Name);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());

        var journal = _box.Box.Journal();
        Assert.Equal(["withhold", "forward"], journal.ClientToServer.Select(record => record.Verdict));
        Assert.Equal(["synthetic", "forward"], journal.ServerToClient.Select(record => record.Verdict));
        Assert.Equal(Hello.Request, Encoding.UTF8.GetString(journal.ForwardedToServer));
    }

    [Fact]
    public async Task One_lock_gives_two_people_the_same_files_though_the_registry_has_moved_on()
    {
        var first = await _box.OutputOfAsync("lock", "npm:echo");
        var locked = await File.ReadAllTextAsync(_box.LockPath, TestContext.Current.CancellationToken);
        _shelf.Add(EchoPackage.Of("echo", "2.0.0"));
        using var other = new PackageBox();
        other.UseNpm(_shelf);
        await File.WriteAllTextAsync(other.LockPath, locked, TestContext.Current.CancellationToken);

        Assert.Equal(first, await other.OutputOfAsync("lock", "npm:echo"));

        Assert.Equal(locked, await File.ReadAllTextAsync(other.LockPath, TestContext.Current.CancellationToken));
        Assert.Equal(_box.Keys, other.Keys);
        Assert.Equal("1.0.0", (await other.HelloAsync("run", "npm:echo")).Version);
        Assert.Contains("npm:echo 1.0.0 -> 2.0.0", await other.OutputOfAsync("update", "npm:echo", "--yes"), StringComparison.Ordinal);
        Assert.Equal("2.0.0", (await other.HelloAsync("run", "npm:echo")).Version);
    }
}
