using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Npm;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Npm;

/// <summary>A public registry, a private one for <c>@own</c>, a config that names both, and an empty folder.</summary>
internal sealed class NpmBench : IDisposable
{
    public const string Token = "canary-token-4711";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mcpbox-npm-test-");

    public TestShelf Public { get; } = new();

    public TestShelf Private { get; } = new(Token);

    public DirectSandbox Sandbox { get; } = new();

    public List<string> Lines { get; } = [];

    public string Folder => Directory.CreateDirectory(Path.Combine(_home.FullName, "files")).FullName;

    public GatewayLimits Limits { get; set; } = new();

    public NpmEcosystem Npm
    {
        get
        {
            var rc = Path.Combine(_home.FullName, "npmrc");
            File.WriteAllText(rc, $"//127.0.0.1:{Private.Registry.Port}/npm/:_authToken=${{OWN_TOKEN}}\n");
            var settings = new JsonObject { ["registry"] = Public.Address, ["@own:registry"] = Private.Address, ["userconfig"] = rc, ["strict-ssl"] = true };
            var environment = new Dictionary<string, string> { ["OWN_TOKEN"] = Token };
            return new NpmEcosystem(Sandbox, new NpmConfigReader(Encoding.UTF8.GetBytes(settings.ToJsonString()), environment).Read(), TimeProvider.System, Path.Combine(_home.FullName, "store"))
            {
                Limits = Limits,
            };
        }
    }

    public LockedPackage Resolve(string name, string? wanted = null, bool scripts = false, bool deprecated = false, TimeSpan? minAge = null) => Npm.Resolve(
        new PackageSpec(Ecosystem.Npm, name, wanted), new ResolveOptions(minAge ?? TimeSpan.FromDays(2), deprecated, scripts, Lines.Add), TestContext.Current.CancellationToken);

    public StartCommand Build(LockedPackage locked) => Npm.Build(locked, Folder, new BuildOptions(Lines.Add), TestContext.Current.CancellationToken);

    /// <summary>The refusal's code, after a look at its words.</summary>
    public static void Refused(string code, Action act, params string[] words)
    {
        var refusal = Assert.Throws<PackageException>(act).Refusal;
        Assert.True(code == refusal.Code, $"{refusal.Code} {refusal.Message}");
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }

    /// <summary>Every path below the folder, with what is in it.</summary>
    public ImmutableSortedDictionary<string, string> Tree() => Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).ToImmutableSortedDictionary(
        path => path[Folder.Length..],
        path => new FileInfo(path).LinkTarget ?? (Directory.Exists(path) ? "folder" : $"{new FileInfo(path).UnixFileMode} {Convert.ToBase64String(File.ReadAllBytes(path))}"),
        StringComparer.Ordinal);

    public void Empty()
    {
        Directory.Delete(Folder, recursive: true);
    }

    public void Dispose()
    {
        Public.Dispose();
        Private.Dispose();
        _home.Delete(recursive: true);
    }
}
