using System.Formats.Tar;
using System.Text.Json.Nodes;
using McpBox.Packages.Tests.Hosting;
using McpBox.Packages.Tests.Npm;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>What a registry may try, refused by its name through the published binary, with nothing left of it.</summary>
public sealed class HostileRegistryTests : IDisposable
{
    private readonly TestShelf _shelf = new();
    private readonly TestShelf _elsewhere = new();
    private readonly PackageBox _box = new();

    public HostileRegistryTests() => _box.UseNpm(_shelf);

    public void Dispose()
    {
        _box.Dispose();
        _shelf.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [InlineData("other bytes than its description says", "MB6332")]
    [InlineData("no hash", "MB6330")]
    [InlineData("a path that leads out", "MB6341")]
    [InlineData("an absolute path", "MB6341")]
    [InlineData("a symbolic link", "MB6342")]
    [InlineData("a hard link", "MB6342")]
    [InlineData("a bomb", "MB6345")]
    [InlineData("a place at another host", "MB6407")]
    [InlineData("a redirection to another host", "MB6315")]
    [InlineData("a length beyond all limits", "MB6317")]
    [InlineData("a description without end", "MB6317")]
    public async Task A_package_is_refused_that_has(string what, string code)
    {
        Offer(what);

        Assert.Contains("echo", await _box.RefusalOfAsync(code, "lock", "npm:echo"), StringComparison.Ordinal);

        _box.AssertNothingLeft(locked: null);
        Assert.Empty(_elsewhere.Registry.Requests);
    }

    [Fact]
    public async Task A_tarball_that_was_changed_under_its_version_is_refused_by_the_lock()
    {
        var echo = EchoPackage.Of("echo");
        _shelf.Add(echo);
        _ = await _box.OutputOfAsync("lock", "npm:echo");
        var locked = await File.ReadAllTextAsync(_box.LockPath, TestContext.Current.CancellationToken);
        _box.ForgetStore();

        // With a description that fits: whoever holds the registry holds both.
        _shelf.Add(echo with { Files = new() { ["cli.js"] = "stolen()" } });

        Assert.Contains("echo@1.0.0", await _box.RefusalOfAsync("MB6332", "lock", "npm:echo"), StringComparison.Ordinal);
        _box.AssertNothingLeft(locked);
    }

    [Fact]
    public async Task A_name_of_a_private_scope_is_asked_of_nobody_else_and_a_public_name_not_of_the_private_registry()
    {
        // The scope's registry has no such tool; the public one would be glad to help.
        _box.UseNpm(_shelf, $"@own:registry={_elsewhere.Address}");
        _elsewhere.Add(EchoPackage.Of("@own/server", more: new JsonObject { ["dependencies"] = new JsonObject { ["@own/tool"] = "*", ["common"] = "*" } }));
        _elsewhere.Add(new TestPackage("common", "9.0.0"));
        _shelf.Add(new TestPackage("@own/tool", "9.0.0"));
        _shelf.Add(EchoPackage.Of("@own/server", "9.0.0"));
        _shelf.Add(new TestPackage("common", "1.0.0"));

        Assert.Contains("@own/tool", await _box.RefusalOfAsync("MB6313", "lock", "npm:@own/server"), StringComparison.Ordinal);

        _box.AssertNothingLeft(locked: null);
        Assert.DoesNotContain(_shelf.Registry.Requests, request => request.Path.Contains("own", StringComparison.Ordinal));
        Assert.DoesNotContain(_elsewhere.Registry.Requests, request => request.Path.Contains("common", StringComparison.Ordinal));
    }

    private void Offer(string what)
    {
        var echo = Package(what);
        _shelf.Add(echo);
        var tarball = $"/npm/{TestShelf.TarballPath(echo)}";
        switch (what)
        {
            case "a redirection to another host":
                _elsewhere.Add(echo);
                _shelf.Registry.Map(tarball, _ => LoopbackReply.Redirect(_elsewhere.Registry.Address + tarball));
                break;
            case "a length beyond all limits":
                _shelf.Registry.MapRaw(tarball, (_, stream) =>
                {
                    LoopbackRegistry.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
                    _shelf.Registry.Closing.WaitHandle.WaitOne();
                });
                break;
            case "a description without end":
                _shelf.Registry.MapRaw("/npm/echo", (_, stream) =>
                {
                    LoopbackRegistry.Write(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
                    var chunk = new byte[1 << 20];
                    while (true)
                    {
                        LoopbackRegistry.Write(stream, "100000\r\n");
                        stream.Write(chunk);
                        LoopbackRegistry.Write(stream, "\r\n");
                    }
                });
                break;
        }
    }

    private TestPackage Package(string what) => what switch
    {
        "other bytes than its description says" => EchoPackage.Of("echo") with { Integrity = TestPackage.Sri([1, 2, 3]) },
        "no hash" => EchoPackage.Of("echo") with { Integrity = null },
        "a path that leads out" => With(TarEntryType.RegularFile, "package/../../outside"),
        "an absolute path" => With(TarEntryType.RegularFile, "/tmp/outside"),
        "a symbolic link" => With(TarEntryType.SymbolicLink, "package/link"),
        "a hard link" => With(TarEntryType.HardLink, "package/link"),
        "a bomb" => EchoPackage.Of("echo") with { Files = new() { ["cli.js"] = new string(' ', 80 << 20) } },
        "a place at another host" => EchoPackage.Of("echo") with { Tarball = $"{_elsewhere.Address}echo/-/echo-1.0.0.tgz" },
        _ => EchoPackage.Of("echo"),
    };

    private static TestPackage With(TarEntryType kind, string path) => EchoPackage.Of("echo") with
    {
        More = tar =>
        {
            var entry = new UstarTarEntry(kind, path) { ModificationTime = DateTimeOffset.UnixEpoch };
            if (kind != TarEntryType.RegularFile)
                entry.LinkName = "/etc/passwd";
            tar.WriteEntry(entry);
        },
    };
}
