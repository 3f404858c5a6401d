using System.Text.Json;
using System.Text.Json.Nodes;
using McpBox.Packages.Tests.Npm;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>What a package's own script finds in the sandbox that it is built in, as it has written it down beside itself.</summary>
public sealed class BuildSandboxTests : IDisposable
{
    private const string Script = """
        const fs = require('fs'), net = require('net'), os = require('os');
        const attempt = act => { try { return act() ?? 'done' } catch (e) { return e.code } };
        const found = {
          environment: Object.entries(process.env).map(([name, value]) => `${name}=${value}`),
          home: attempt(() => fs.readdirSync(os.homedir())),
          realHome: attempt(() => fs.readdirSync('REALHOME')),
          interfaces: Object.keys(os.networkInterfaces()),
          outside: attempt(() => fs.writeFileSync('OUTSIDE', 'out')),
          store: attempt(() => fs.readdirSync('STORE').length),
          system: attempt(() => fs.writeFileSync('/usr/mcpbox-was-here', 'out')),
          processes: fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).length,
        };
        const finish = (name, outcome) => { found[name] = outcome; if (found.gateway && found.registry) fs.writeFileSync('found.json', JSON.stringify(found)) };
        for (const [name, port] of [['gateway', 4873], ['registry', PORT]])
          net.connect(port, '127.0.0.1').on('connect', () => finish(name, 'connected')).on('error', e => finish(name, e.code));
        """;

    private readonly TestShelf _shelf = new("canary-token");
    private readonly PackageBox _box = new();

    public BuildSandboxTests()
    {
        _box.UseNpm(_shelf, $"//127.0.0.1:{_shelf.Registry.Port}/npm/:_authToken=canary-token");
        _box.Box.Environment["CANARY_VARIABLE"] = "canary-secret";
        File.WriteAllText(Path.Combine(_box.Home, "canary"), "canary-secret");
        var echo = EchoPackage.Of("echo", more: new JsonObject { ["scripts"] = new JsonObject { ["postinstall"] = "node look.js" } });
        echo.Files["look.js"] = Script.Replace("REALHOME", _box.Home, StringComparison.Ordinal)
            .Replace("OUTSIDE", Outside, StringComparison.Ordinal).Replace("STORE", _box.Store, StringComparison.Ordinal)
            .Replace("PORT", $"{_shelf.Registry.Port}", StringComparison.Ordinal);
        _shelf.Add(echo);
    }

    private string Outside => Path.Combine(_box.Box.Shared, "outside");

    private string Found => Path.Combine(_box.Files, "node_modules/echo/found.json");

    public void Dispose()
    {
        _box.Dispose();
        _shelf.Dispose();
    }

    [Fact]
    public async Task Scripts_do_not_run_unless_they_are_allowed()
    {
        _ = await _box.OutputOfAsync("lock", "npm:echo");

        Assert.True(File.Exists(Path.Combine(_box.Files, "node_modules/echo/look.js")));
        Assert.False(File.Exists(Found));
    }

    [Fact]
    public async Task A_script_that_is_allowed_finds_no_network_no_home_no_secret_and_no_place_to_write_to_but_its_own()
    {
        _box.Box.Configure("[servers.own]\nspec = \"npm:echo\"\n[servers.own.package]\nscripts = \"allow\"\n");
        _ = await _box.OutputOfAsync("lock", "own");

        using var found = JsonDocument.Parse(await File.ReadAllTextAsync(Found, TestContext.Current.CancellationToken));
        string Of(string name) => found.RootElement.GetProperty(name).ToString();
        Assert.Equal(("ECONNREFUSED", "ECONNREFUSED"), (Of("gateway"), Of("registry")));
        Assert.DoesNotContain("canary", Of("environment"), StringComparison.Ordinal);
        Assert.Equal(("[]", "ENOENT"), (Of("home"), Of("realHome")));
        Assert.Equal("""["lo"]""", Of("interfaces"));
        Assert.Equal(("1", "EROFS"), (Of("store"), Of("system")));

        // In a /tmp of its own, whatever it was told.
        Assert.False(File.Exists(Outside));
        Assert.InRange(found.RootElement.GetProperty("processes").GetInt32(), 1, 10);
        Assert.Equal("echo", (await _box.HelloAsync("run", "own")).Name);

        // Whoever does not allow scripts does not run what they have made.
        _box.Box.Configure("[servers.own]\nspec = \"npm:echo\"\n");
        _ = await _box.RefusalOfAsync("MB6512", "run", "own");
        Assert.DoesNotContain("canary", string.Concat(Directory.EnumerateFiles(_box.Store, "*", SearchOption.AllDirectories).Append(_box.LockPath).Select(File.ReadAllText)), StringComparison.Ordinal);
    }
}
