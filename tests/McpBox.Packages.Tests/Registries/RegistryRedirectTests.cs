using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

/// <summary>A registry sends us nowhere else, and a credential goes to nobody else.</summary>
public sealed class RegistryRedirectTests : IDisposable
{
    private readonly LoopbackAuthority _authority = new();
    private readonly LoopbackRegistry _registry;
    private readonly LoopbackRegistry _other;

    public RegistryRedirectTests()
    {
        _registry = new LoopbackRegistry(_authority.Issue("127.0.0.1"));
        _other = new LoopbackRegistry(_authority.Issue("127.0.0.1"));
        _other.Map("/b", _ => LoopbackReply.Text("evil"));
        _registry.Map("/b", _ => LoopbackReply.Text("good"));
    }

    [Theory]
    [InlineData("https://127.0.0.1:OTHER/b")]
    [InlineData("//127.0.0.1:OTHER/b")]
    [InlineData("http://127.0.0.1:OWN/b")]
    [InlineData("http://127.0.0.1:OTHER/b")]
    [InlineData("https://localhost:OWN/b")]
    [InlineData("https://127.0.0.1:OWN@127.0.0.1:OTHER/b")]
    [InlineData("https://user:word@127.0.0.1:OWN/b")]
    [InlineData("https://evil.example/b?token=s3cret")]
    [InlineData("ftp://127.0.0.1:OWN/b")]
    [InlineData("file:///etc/passwd")]
    public void A_redirect_to_another_origin_is_refused_by_the_names_of_both(string location)
    {
        var refusal = Redirected(location);

        Assert.Equal("MB6315", refusal.Code);
        Assert.StartsWith($"{_registry.Address} redirects /a to ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("word", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/\\127.0.0.1:OTHER/b")]
    [InlineData("\\\\127.0.0.1:OTHER\\b")]
    [InlineData("https:\\\\127.0.0.1:OTHER/b")]
    [InlineData("https://127.0.0.1:OTHER/\u00e4")]
    [InlineData("/b\tc")]
    [InlineData("/b%0d%0aX")]
    [InlineData("/b\r\nLocation: /c")]
    public void A_redirect_that_can_be_read_in_two_ways_is_refused(string location) => Assert.Equal("MB6316", Redirected(location).Code);

    [Fact]
    public void A_redirect_without_an_address_is_refused()
    {
        _registry.Map("/a", _ => LoopbackReply.Of(302));
        Assert.Equal("MB6316", Fetched().Code);
    }

    [Fact]
    public void A_redirect_loop_ends()
    {
        _registry.Map("/a", _ => LoopbackReply.Redirect("/a"));
        Assert.Equal("MB6316", Fetched().Code);
        Assert.Equal(6, _registry.Requests.Length);
    }

    [Theory]
    [InlineData("/", "/a", true)]
    [InlineData("/npm", "/npm/a", true)]
    [InlineData("/npm/", "/npm", true)]
    [InlineData("/npm", "/npm-other/a", false)]
    [InlineData("/npm/", "/a", false)]
    [InlineData("/npm/", "/NPM/a", false)]
    public void A_credential_goes_only_below_its_path(string path, string target, bool sent)
    {
        _registry.Map(target, _ => LoopbackReply.Text("x"));
        using var client = Client(path);

        client.Download(target, new RegistryExpectation(), default).Dispose();

        Assert.Equal(sent ? "Bearer s3cret" : null, Assert.Single(_registry.Requests).Header("authorization"));
    }

    [Fact]
    public void A_redirect_out_of_a_credentials_path_leaves_it_behind()
    {
        _registry.Map("/npm/a", _ => LoopbackReply.Redirect("/b"));
        using var client = Client("/npm/");

        client.Download("/npm/a", new RegistryExpectation(), default).Dispose();

        Assert.Equal(["Bearer s3cret", null], _registry.Requests.Select(request => request.Header("authorization")));
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(401, false)]
    public void Who_is_not_let_in_hears_where_the_token_belongs(int status, bool sent)
    {
        _registry.Map("/a", _ => new LoopbackReply(status, [], "text/plain", ("WWW-Authenticate", "Basic realm=\"x\"")));
        using var client = Client(sent ? "/" : "/elsewhere");

        var refusal = Assert.Throws<PackageException>(() => client.Download("/a", new RegistryExpectation(), default)).Refusal;

        Assert.Equal("MB6312", refusal.Code);
        Assert.Contains(sent ? "does not suffice" : "no token or password was sent", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("//registry/:_authToken in .npmrc", refusal.Hint, StringComparison.Ordinal);
        Assert.Single(_registry.Requests);
    }

    [Fact]
    public void User_and_password_are_sent_as_such()
    {
        _registry.Map("/a", _ => LoopbackReply.Text("x"));
        foreach (var credential in new[] { RegistryCredential.Basic("user", "p\u00e4ss:word"), RegistryCredential.BasicEncoded("dXNlcjpww6Rzczp3b3Jk") })
        {
            using var client = new RegistryClient(Connection() with { Credential = credential }, new GatewayLimits());
            client.Download("a", new RegistryExpectation(), default).Dispose();
        }

        Assert.All(_registry.Requests, request => Assert.Equal("Basic dXNlcjpww6Rzczp3b3Jk", request.Header("authorization")));
    }

    [Fact]
    public void A_credential_that_would_make_a_header_of_its_own_is_refused()
    {
        Action[] attempts =
        [
            () => RegistryCredential.Bearer("a\r\nX: y"), () => RegistryCredential.Bearer("a b"), () => RegistryCredential.Bearer(""), () => RegistryCredential.Bearer("\u00e4"),
            () => RegistryCredential.Basic("a:b", "c"), () => RegistryCredential.Basic("a", "b\n"), () => RegistryCredential.BasicEncoded("!"),
        ];
        Assert.All(attempts, attempt => Assert.Equal("MB6306", Assert.Throws<PackageException>(attempt).Refusal.Code));
    }

    public void Dispose()
    {
        _registry.Dispose();
        _other.Dispose();
        _authority.Dispose();
    }

    private Sandbox.Refusal Redirected(string location)
    {
        var target = location.Replace("OTHER", $"{_other.Port}", StringComparison.Ordinal).Replace("OWN", $"{_registry.Port}", StringComparison.Ordinal);
        _registry.Map("/a", _ => LoopbackReply.Redirect(target));
        return Fetched();
    }

    private Sandbox.Refusal Fetched()
    {
        using var client = Client("/");
        var refusal = Assert.Throws<PackageException>(() => client.Download("a", new RegistryExpectation(), default)).Refusal;
        Assert.Empty(_other.Requests);
        Assert.All(_registry.Requests, request => Assert.Equal("/a", request.Path));
        return refusal;
    }

    private RegistryConnection Connection() => new()
    {
        Origin = RegistryOrigin.Parse(_registry.Address, "registry"),
        Authorities = RegistryAuthorities.FromPem(_authority.Pem, "ca"),
        CredentialKey = "//registry/:_authToken in .npmrc",
    };

    private RegistryClient Client(string path) => new(Connection() with { Credential = RegistryCredential.Bearer("s3cret"), CredentialPath = path }, new GatewayLimits());
}
