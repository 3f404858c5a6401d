using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using McpBox.Packages.Npm;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Npm;

/// <summary>What npm is told in a build, and what it is kept from.</summary>
public sealed class NpmRoutesTests : IDisposable
{
    private static readonly byte[] Good = Tarball("package/package.json", "{\"name\":\"a\"}");
    private readonly LoopbackRegistry _registry = new();
    private readonly LoopbackRegistry _elsewhere = new();

    public void Dispose()
    {
        _registry.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public void A_tarball_stands_at_the_gateway_and_has_its_own_bytes()
    {
        Publish(_registry, "a", Good);
        using var routes = Routes();
        Assert.Contains($"http://127.0.0.1:4873{NpmRoutes.TarballPath("a", "1.0.0")}", Text(routes, "/a"), StringComparison.Ordinal);
        using var answer = routes.Answer(Get(NpmRoutes.TarballPath("a", "1.0.0")));
        Assert.Equal(Good, Bytes(answer));
    }

    [Fact]
    public void A_tarball_that_was_changed_under_its_version_is_refused()
    {
        Publish(_registry, "a", Good);
        using var routes = Routes(new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal) { ["a"] = new(StringComparer.Ordinal) { ["1.0.0"] = Integrity(Tarball("package/package.json", "{\"name\":\"b\"}")) } });
        _ = Text(routes, "/a");
        Assert.Equal("MB6332", Refused(routes, NpmRoutes.TarballPath("a", "1.0.0")));
    }

    [Fact]
    public void A_tarball_with_another_hash_than_its_description_says_is_refused()
    {
        Publish(_registry, "a", Good, Integrity([1, 2, 3]));
        using var routes = Routes();
        _ = Text(routes, "/a");
        Assert.Equal("MB6332", Refused(routes, NpmRoutes.TarballPath("a", "1.0.0")));
    }

    [Fact]
    public void A_tarball_at_another_host_is_refused_and_not_asked_for()
    {
        Publish(_registry, "a", Good, tarball: $"{_elsewhere.Address}/a.tgz");
        using var routes = Routes();
        _ = Text(routes, "/a");
        Assert.Equal("MB6309", Refused(routes, NpmRoutes.TarballPath("a", "1.0.0")));
        Assert.Empty(_elsewhere.Requests);
    }

    [Theory]
    [InlineData("package/../../evil", "MB6341")]
    [InlineData("/etc/evil", "MB6341")]
    public void A_tarball_that_leads_out_is_refused(string name, string code)
    {
        Publish(_registry, "a", Tarball(name, "x"));
        using var routes = Routes();
        _ = Text(routes, "/a");
        Assert.Equal(code, Refused(routes, NpmRoutes.TarballPath("a", "1.0.0")));
    }

    [Fact]
    public void A_scope_with_a_registry_of_its_own_is_asked_of_no_other_one()
    {
        Publish(_elsewhere, "@acme/a", Good);
        using var routes = Routes(scopes: new KeyValuePair<string, RegistryConnection>("@acme", Connection(_registry)), standing: _elsewhere);
        using var answer = routes.Answer(Get("/@acme%2fa"));
        Assert.Equal(404, answer.Status);
        Assert.Empty(_elsewhere.Requests);
    }

    [Fact]
    public void A_package_that_the_lock_does_not_name_is_not_fetched()
    {
        Publish(_registry, "a", Good);
        using var routes = Routes(new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal));
        Assert.Equal("MB6407", Refused(routes, "/a"));
        Assert.Empty(_registry.Requests);
    }

    [Theory]
    [InlineData("/..%2f..%2fetc")]
    [InlineData("/a%00")]
    [InlineData("/a%2fb")]
    public void What_is_no_name_is_asked_of_nobody(string path)
    {
        using var routes = Routes();
        Assert.Equal("MB6406", Refused(routes, path));
        Assert.Empty(_registry.Requests);
    }

    [Fact]
    public void A_description_of_another_package_is_refused()
    {
        Publish(_registry, "a", Good);
        _registry.Map("/b", _ => LoopbackReply.Json("{\"name\":\"a\",\"versions\":{}}"));
        using var routes = Routes();
        Assert.Equal("MB6405", Refused(routes, "/b"));
    }

    private NpmRoutes Routes(
        IReadOnlyDictionary<string, Dictionary<string, string>>? locked = null, KeyValuePair<string, RegistryConnection>? scopes = null, LoopbackRegistry? standing = null) =>
        new(NpmConfig.Of(Connection(standing ?? _registry), scopes is { } one ? [one] : []), locked, new GatewayLimits(), TestContext.Current.CancellationToken);

    private static RegistryConnection Connection(LoopbackRegistry registry) => new() { Origin = RegistryOrigin.Parse(registry.Address, "a test", allowHttp: true) };

    private static void Publish(LoopbackRegistry registry, string name, byte[] bytes, string? integrity = null, string? tarball = null)
    {
        var path = $"/{name}/-/a-1.0.0.tgz";
        var address = tarball ?? registry.Address + path;
        var description = "{\"name\":\"" + name + "\",\"versions\":{\"1.0.0\":{\"name\":\"" + name + "\",\"version\":\"1.0.0\",\"dist\":{\"tarball\":\"" + address
            + "\",\"integrity\":\"" + (integrity ?? Integrity(bytes)) + "\"}}}}";
        registry.Map($"/{Uri.EscapeDataString(name).Replace("%40", "@", StringComparison.Ordinal)}", _ => LoopbackReply.Json(description));
        registry.Map(path, _ => LoopbackReply.Bytes(bytes));
    }

    private static string Refused(NpmRoutes routes, string path) => Assert.Throws<PackageException>(() => routes.Answer(Get(path))).Refusal.Code;

    private static string Text(NpmRoutes routes, string path)
    {
        using var answer = routes.Answer(Get(path));
        return Encoding.UTF8.GetString(Bytes(answer));
    }

    private static byte[] Bytes(GatewayAnswer answer)
    {
        using var bytes = new MemoryStream();
        answer.Body.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static GatewayRequest Get(string path) => new("GET", path, "", new Dictionary<string, string>(StringComparer.Ordinal));

    private static string Integrity(byte[] bytes) => $"sha512-{Convert.ToBase64String(SHA512.HashData(bytes))}";

    private static byte[] Tarball(string name, string content)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(packed, TarEntryFormat.Ustar))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        return bytes.ToArray();
    }
}
