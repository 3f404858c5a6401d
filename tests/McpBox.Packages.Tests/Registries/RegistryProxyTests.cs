using System.Net.Security;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

public sealed class RegistryProxyTests : IDisposable
{
    private const string Login = "Basic dXNlcjpwcjB4eQ==";

    private readonly LoopbackAuthority _authority = new();
    private readonly LoopbackRegistry _proxy = new();

    [Fact]
    public void A_registry_in_the_clear_is_asked_through_the_proxy()
    {
        _proxy.Map("http://registry.example/a", _ => LoopbackReply.Text("x"));
        using var client = Client("http://registry.example", "http://");

        client.Download("a", new RegistryExpectation(), default).Dispose();

        Assert.Equal("Bearer s3cret", Assert.Single(_proxy.Requests).Header("authorization"));
    }

    [Fact]
    public void TLS_goes_through_a_tunnel_in_which_the_registry_proves_itself_and_gets_the_credential_alone()
    {
        var authorization = "none";
        _proxy.MapRaw("registry.example:443", (request, stream) =>
        {
            if (request.Header("proxy-authorization") != Login)
            {
                LoopbackRegistry.Write(stream, "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }

            LoopbackRegistry.Write(stream, "HTTP/1.1 200 Connected\r\n\r\n");
            using var tls = new SslStream(stream);
            tls.AuthenticateAsServer(_authority.Issue("registry.example"));
            authorization = LoopbackRegistry.Read(tls).Header("authorization");
            LoopbackRegistry.Write(tls, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        });
        using var client = Client("https://registry.example", "http://user:pr0xy@");

        client.Download("a", new RegistryExpectation(), default).Dispose();

        Assert.Equal("Bearer s3cret", authorization);
        Assert.All(_proxy.Requests, request => Assert.Equal(("CONNECT", null), (request.Method, request.Header("authorization"))));
        Assert.Equal(Login, _proxy.Requests[^1].Header("proxy-authorization"));
    }

    [Fact]
    public void A_proxy_that_reads_along_is_noticed()
    {
        using var own = new LoopbackAuthority();
        _proxy.MapRaw("registry.example:443", (_, stream) =>
        {
            LoopbackRegistry.Write(stream, "HTTP/1.1 200 Connected\r\n\r\n");
            using var tls = new SslStream(stream);
            tls.AuthenticateAsServer(own.Issue("registry.example"));
        });
        using var client = Client("https://registry.example", "http://");

        Assert.Equal("MB6311", Refused(client).Code);
    }

    [Theory]
    [InlineData("https://registry.example", "Basic realm=\"x\"")]
    [InlineData("http://registry.example", "Basic realm=\"x\"")]
    [InlineData("https://registry.example", "Negotiate")]
    [InlineData("https://registry.example", "NTLM")]
    public void A_proxy_that_lets_nobody_in_is_refused_by_its_name(string registry, string challenge)
    {
        var reply = new LoopbackReply(407, [], "text/plain", ("Proxy-Authenticate", challenge));
        _proxy.Map("registry.example:443", _ => reply);
        _proxy.Map("http://registry.example/a", _ => reply);
        using var client = Client(registry, "http://user:pr0xy@");

        var refusal = Refused(client);

        Assert.Equal("MB6323", refusal.Code);
        Assert.Contains($"http://127.0.0.1:{_proxy.Port}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pr0xy", refusal.Message, StringComparison.Ordinal);
        Assert.All(_proxy.Requests, request => Assert.Contains(request.Header("proxy-authorization"), (string?[])[null, Login]));
    }

    [Fact]
    public void A_proxy_that_is_not_there_is_named_beside_the_registry()
    {
        using var client = Client("https://registry.example", "http://user:pr0xy@");
        _proxy.Dispose();

        var refusal = Refused(client);

        Assert.Equal("MB6310", refusal.Code);
        Assert.Contains($"(proxy http://127.0.0.1:{_proxy.Port})", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_the_environment_make_no_proxy()
    {
        using var registry = new LoopbackRegistry();
        registry.Map("/a", _ => LoopbackReply.Text("x"));
        Environment.SetEnvironmentVariable("http_proxy", _proxy.Address);
        using var client = new RegistryClient(new RegistryConnection { Origin = RegistryOrigin.Parse(registry.Address, "registry", allowHttp: true) }, new GatewayLimits());
        try
        {
            client.Download("a", new RegistryExpectation(), default).Dispose();
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }

        Assert.Empty(_proxy.Requests);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _authority.Dispose();
    }

    private static Sandbox.Refusal Refused(RegistryClient client) =>
        Assert.Throws<PackageException>(() => client.Download("a", new RegistryExpectation(), default)).Refusal;

    private RegistryClient Client(string registry, string login) => new(
        new RegistryConnection
        {
            Origin = RegistryOrigin.Parse(registry, "registry", allowHttp: true),
            Authorities = RegistryAuthorities.FromPem(_authority.Pem, "ca"),
            Credential = RegistryCredential.Bearer("s3cret"),
            Proxy = RegistryProxy.Parse($"{login}127.0.0.1:{_proxy.Port}", "proxy"),
        },
        new GatewayLimits());
}
