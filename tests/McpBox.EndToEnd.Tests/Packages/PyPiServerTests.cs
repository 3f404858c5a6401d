using McpBox.Packages.Tests.Hosting;
using McpBox.Packages.Tests.PyPi;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>From an index to an offline start: real wheels, by the host's Python and pip in the real build sandbox.</summary>
public sealed class PyPiServerTests : IDisposable
{
    private readonly SimpleIndex _index = new();
    private readonly PackageBox _box = new();

    public PyPiServerTests()
    {
        _index.Add(Wheels.Words).Add(Wheels.Echo());
        _box.Box.Environment["PIP_INDEX_URL"] = _index.Address;
    }

    public void Dispose()
    {
        _box.Dispose();
        _index.Dispose();
    }

    [Fact]
    public async Task A_locked_server_starts_in_each_of_its_forms_without_its_index_and_is_built_the_same_elsewhere()
    {
        var first = await _box.OutputOfAsync("lock", "pypi:mcp-echo");
        var locked = await File.ReadAllTextAsync(_box.LockPath, TestContext.Current.CancellationToken);
        Assert.Contains("mcp-words==2.0 --hash=sha256:", locked, StringComparison.Ordinal);
        Assert.DoesNotContain(_index.Registry.Address, locked, StringComparison.Ordinal);
        _index.Add(Wheels.Echo("1.1"));
        using var other = new PackageBox();
        other.Box.Environment["PIP_INDEX_URL"] = _index.Address;
        await File.WriteAllTextAsync(other.LockPath, locked, TestContext.Current.CancellationToken);
        Assert.Equal(first, await other.OutputOfAsync("lock", "pypi:mcp-echo"));
        Assert.Equal(locked, await File.ReadAllTextAsync(other.LockPath, TestContext.Current.CancellationToken));
        _index.Dispose();

        foreach (var words in (string[][])[["pypi:mcp-echo"], ["--", "uvx", "mcp-echo"], ["--", "pipx", "run", "mcp-echo"], ["--verify", "pypi:mcp-echo"]])
        {
            var hello = await other.HelloAsync(["run", .. words]);
            Assert.Equal(("echo", "1.0"), (hello.Name, hello.Version));
        }
    }

    [Theory]
    [InlineData("other bytes than its page says", "MB6332")]
    [InlineData("a path that leads out", "MB6341")]
    [InlineData("no hash", "MB6439")]
    [InlineData("been yanked", "MB6437")]
    [InlineData("been published today", "MB6436")]
    [InlineData("a place at another host", "MB6440")]
    public async Task A_wheel_is_refused_that_has(string what, string code)
    {
        using var elsewhere = new LoopbackRegistry();
        var wheel = new WheelFile("mcp-bad", "1.0") { Files = new() { ["bad.py"] = "" }, Programs = ["mcp-bad = bad:main"], RawEntry = what == "a path that leads out" ? "../../outside" : null };
        _index.Add(wheel, what switch
        {
            "other bytes than its page says" => new Listing { Hash = new string('0', 64) },
            "no hash" => new Listing { WithoutHash = true },
            "been yanked" => new Listing { Yanked = "broken" },
            "been published today" => new Listing { Uploaded = TimeProvider.System.GetUtcNow() },
            "a place at another host" => new Listing { Address = $"{elsewhere.Address}/packages/{wheel.Name}" },
            _ => new Listing(),
        });

        Assert.Contains("bad", await _box.RefusalOfAsync(code, "lock", "pypi:mcp-bad"), StringComparison.Ordinal);

        _box.AssertNothingLeft(locked: null);
        Assert.Empty(elsewhere.Requests);
    }
}
