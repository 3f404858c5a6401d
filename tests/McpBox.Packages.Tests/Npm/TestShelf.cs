using System.Text.Json.Nodes;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Npm;

/// <summary>An npm registry on loopback.</summary>
internal sealed class TestShelf : IDisposable
{
    private readonly Dictionary<string, List<TestPackage>> _packages = [];
    private readonly string? _token;

    /// <param name="token">Without it nothing is answered but 401.</param>
    public TestShelf(string? token = null) => _token = token;

    public LoopbackRegistry Registry { get; } = new();

    public string Address => $"{Registry.Address}/npm/";

    public void Add(TestPackage package)
    {
        if (!_packages.TryGetValue(package.Name, out var versions))
            _packages[package.Name] = versions = [];
        versions.Add(package);
        Registry.Map($"/npm/{package.Name.Replace("/", "%2f", StringComparison.Ordinal)}", request => Guarded(request, () => LoopbackReply.Json(Packument(versions))));
        Serve(package, package.Pack());
    }

    /// <summary>Other bytes under the same version.</summary>
    public void Serve(TestPackage package, byte[] bytes) =>
        Registry.Map($"/npm/{TarballPath(package)}", request => Guarded(request, () => LoopbackReply.Bytes(bytes)));

    public void Dispose() => Registry.Dispose();

    public static string TarballPath(TestPackage package) => $"{package.Name}/-/{package.Name.Split('/')[^1]}-{package.Version}.tgz";

    private string Packument(List<TestPackage> packages)
    {
        var versions = new JsonObject();
        var times = new JsonObject { ["modified"] = packages.Max(package => package.Published).ToString("O") };
        foreach (var package in packages)
        {
            var manifest = package.Described();
            var dist = new JsonObject { ["tarball"] = package.Tarball ?? Address + TarballPath(package) };
            if (package.Integrity is { } integrity)
                dist["integrity"] = integrity.Length > 0 ? integrity : TestPackage.Sri(package.Pack());
            manifest["dist"] = dist;
            if (package.Deprecated is { } reason)
                manifest["deprecated"] = reason;
            versions[package.Version] = manifest;
            times[package.Version] = package.Published.ToString("O");
        }

        return new JsonObject
        {
            ["name"] = packages[0].Name,
            ["dist-tags"] = new JsonObject { ["latest"] = packages[^1].Version },
            ["versions"] = versions,
            ["time"] = times,
        }.ToJsonString();
    }

    private LoopbackReply Guarded(LoopbackRequest request, Func<LoopbackReply> answer) =>
        _token is null || request.Header("authorization") == $"Bearer {_token}" ? answer() : LoopbackReply.Of(401);
}
