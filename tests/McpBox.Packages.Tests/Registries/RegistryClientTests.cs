using System.IO.Compression;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

public sealed class RegistryClientTests : IDisposable
{
    private static readonly RegistryExpectation Anything = new(1 << 20);

    private readonly LoopbackAuthority _authority = new();
    private readonly LoopbackRegistry _registry;

    public RegistryClientTests() => _registry = new LoopbackRegistry(_authority.Issue("127.0.0.1"));

    [Theory]
    [InlineData("pkg", "/npm/pkg")]
    [InlineData("@scope%2fpkg", "/npm/@scope%2fpkg")]
    [InlineData("pkg:1", "/npm/pkg:1")]
    [InlineData("/elsewhere/pkg", "/elsewhere/pkg")]
    [InlineData("ADDRESS/files/a.tgz", "/files/a.tgz")]
    [InlineData("", "/npm/")]
    public void A_target_is_a_path_below_the_registry_or_of_its_origin(string target, string path)
    {
        _registry.Map(path, request => LoopbackReply.Text($"query {request.Query}", "Text/PLAIN; charset=utf-8"));
        using var client = Client();

        using var file = client.Download($"{target}?a=b".Replace("ADDRESS", _registry.Address, StringComparison.Ordinal), Anything, default);

        Assert.Equal("query a=b"u8.ToArray(), file.ReadAll());
        Assert.Equal("text/plain", file.MediaType);
        Assert.Equal($"{_registry.Address}{path}?a=b", file.Address!.AbsoluteUri);
    }

    [Theory]
    [InlineData("//evil.example/a")]
    [InlineData("https://evil.example/a")]
    [InlineData("https://127.0.0.1/a")]
    [InlineData("http://127.0.0.1:PORT/a")]
    [InlineData("https://127.0.0.1:PORT@evil.example/a")]
    [InlineData("https://user@127.0.0.1:PORT/a")]
    [InlineData("https://127.0.0.1:PORT.evil.example/a")]
    [InlineData("https://127.0.0.1:PORT\\@evil.example/a")]
    [InlineData("https://127.1:PORT/a")]
    [InlineData("HTTPS:\\\\evil.example")]
    [InlineData("\\\\evil.example\\a")]
    [InlineData("/\\evil.example/a")]
    [InlineData("../a")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("..%2fa")]
    [InlineData("a b")]
    [InlineData("a\r\nX: y")]
    [InlineData("a%0d%0aX:y")]
    [InlineData("a#b")]
    [InlineData("\u00e4")]
    public void A_target_that_leads_elsewhere_is_refused_before_a_byte_is_sent(string target)
    {
        using var client = Client();

        var failure = Assert.Throws<PackageException>(() => client.Download(target.Replace("PORT", $"{_registry.Port}", StringComparison.Ordinal), Anything, default));

        Assert.Equal("MB6309", failure.Refusal.Code);
        Assert.Empty(_registry.Requests);
    }

    [Fact]
    public void What_the_registry_does_not_have_is_null_or_refused_by_name()
    {
        _registry.Map("/npm/gone", _ => LoopbackReply.Of(410));
        using var client = Client();

        Assert.Null(client.Find("missing", Anything, default));
        Assert.Null(client.Find("gone", Anything, default));
        var refusal = Assert.Throws<PackageException>(() => client.Download("missing", Anything, default)).Refusal;
        Assert.Equal(("MB6313", $"{_registry.Address}/npm/missing does not exist"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void A_request_says_nothing_but_what_is_asked_for()
    {
        _registry.Map("/npm/a", _ => LoopbackReply.Text("x"));
        using var client = Client();

        client.Download("a", new RegistryExpectation(100, "application/json", Packed: true), default).Dispose();

        var request = Assert.Single(_registry.Requests);
        Assert.Equal(["accept", "accept-encoding", "host", "user-agent"], request.Headers.Keys.Order());
        Assert.Equal(("application/json", "gzip", "mcpbox"), (request.Header("accept"), request.Header("accept-encoding"), request.Header("user-agent")));
    }

    [Fact]
    public void A_packed_answer_is_unpacked_and_hashed_as_it_is_then()
    {
        _registry.Map("/npm/a", _ => new LoopbackReply(200, Gzip("some text"u8.ToArray()), "application/json", ("Content-Encoding", "gzip")));
        using var client = Client();

        using var file = client.Download("a", Anything with { Packed = true }, default);

        Assert.Equal("some text"u8.ToArray(), file.ReadAll());
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("some text"u8), file.Hash(IntegrityAlgorithm.Sha256));
    }

    [Fact]
    public void A_page_for_people_is_no_metadata()
    {
        _registry.Map("/npm/a", _ => LoopbackReply.Text("<html>", "text/html"));
        using var client = Client();

        var failure = Assert.Throws<PackageException>(() => client.Download("a", Anything with { MediaTypes = ["application/json"] }, default));

        Assert.Equal("MB6321", failure.Refusal.Code);
    }

    [Fact]
    public void Redirects_within_the_origin_are_followed_five_times()
    {
        for (var n = 0; n < 6; n++)
        {
            var next = n + 1;
            _registry.Map($"/npm/{n}", _ => LoopbackReply.Redirect(next % 2 == 0 ? $"{_registry.Address}/npm/{next}#fragment" : $"../npm/{next}", 307));
        }

        _registry.Map("/npm/6", _ => LoopbackReply.Text("there"));
        using var client = Client();

        using var file = client.Download("1", Anything, default);
        Assert.EndsWith("/npm/6", file.Address!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("MB6316", Assert.Throws<PackageException>(() => client.Download("0", Anything, default)).Refusal.Code);
    }

    [Fact]
    public void A_build_has_so_many_bytes_and_requests_over_all_its_registries()
    {
        _registry.Map("/npm/a", _ => LoopbackReply.Bytes(new byte[600]));
        var limits = new GatewayLimits { Total = 1000, Requests = 3 };
        var budget = new TransferBudget(limits);
        using var one = new RegistryClient(Connection(), limits, budget);
        using var other = new RegistryClient(Connection(), limits, budget);

        one.Download("a", Anything, default).Dispose();
        Assert.Equal("MB6320", Assert.Throws<PackageException>(() => other.Download("a", Anything, default)).Refusal.Code);
        Assert.Null(other.Find("missing", Anything, default));
        Assert.Equal("MB6320", Assert.Throws<PackageException>(() => one.Find("missing", Anything, default)).Refusal.Code);
        Assert.Equal(3, _registry.Requests.Length);
    }

    [Fact]
    public void Whoever_waits_can_give_up()
    {
        using var given = new CancellationTokenSource();
        _registry.MapRaw("/npm/a", (_, _) =>
        {
            given.Cancel();
            _registry.Closing.WaitHandle.WaitOne();
        });
        using var client = Client();

        Assert.ThrowsAny<OperationCanceledException>(() => client.Download("a", Anything, given.Token));
    }

    [Fact]
    public void A_registry_in_the_clear_is_used_where_the_user_says_so()
    {
        using var plain = new LoopbackRegistry();
        plain.Map("/a", _ => LoopbackReply.Text("x"));
        using var client = new RegistryClient(new RegistryConnection { Origin = RegistryOrigin.Parse(plain.Address, "registry", allowHttp: true) }, new GatewayLimits());

        client.Download("a", Anything, default).Dispose();
    }

    public void Dispose()
    {
        _registry.Dispose();
        _authority.Dispose();
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    private RegistryConnection Connection() => new()
    {
        Origin = RegistryOrigin.Parse($"{_registry.Address}/npm", "registry"),
        Authorities = RegistryAuthorities.FromPem(_authority.Pem, "ca"),
    };

    private RegistryClient Client() => new(Connection(), new GatewayLimits());
}
