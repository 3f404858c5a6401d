using System.Collections;
using McpBox.Packages.Building;
using McpBox.Packages.Npm;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Tests.Npm;

/// <summary>Servers as they are published, from the registry that this machine's npm is configured with.</summary>
public sealed class NpmPublishedTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpbox-published-");

    [Theory]
    [InlineData("@modelcontextprotocol/server-everything")]
    [InlineData("@modelcontextprotocol/server-filesystem")]
    [InlineData("@modelcontextprotocol/server-memory")]
    public void A_published_server_is_locked_and_built(string name)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
        var npm = new NpmEcosystem(new DirectSandbox(), NpmConfig.Read(environment), TimeProvider.System, _folder.CreateSubdirectory("store").FullName);
        var spec = new PackageSpec(Ecosystem.Npm, name, null);
        var options = new ResolveOptions(TimeSpan.FromDays(2), false, false, null);
        var cancelled = TestContext.Current.CancellationToken;

        var locked = npm.Resolve(spec, options, cancelled);
        var files = _folder.CreateSubdirectory("files").FullName;
        var start = npm.Build(locked, files, new BuildOptions(null), cancelled);

        Assert.Equal("node", start.Words[0]);
        Assert.True(File.Exists(start.Words[^1].Replace(StartCommand.FilesPlace, files, StringComparison.Ordinal)));
        Assert.DoesNotContain("://", locked.Resolution, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
