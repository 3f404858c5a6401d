using System.Security.Cryptography.X509Certificates;
using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

/// <summary>TLS is always verified.</summary>
public sealed class RegistryTlsTests : IDisposable
{
    private readonly LoopbackAuthority _authority = new();
    private readonly LoopbackAuthority _other = new();

    [Fact]
    public void A_registry_of_the_users_own_authority_is_trusted() => Assert.Null(Fetched(_authority, "127.0.0.1"));

    [Fact]
    public void A_registry_of_another_authority_is_not()
    {
        var refusal = Fetched(_other, "127.0.0.1");

        Assert.Equal("MB6311", refusal?.Code);
        Assert.Contains("nothing switches the check off", refusal!.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.2")]
    [InlineData("registry.example")]
    public void A_certificate_for_another_name_is_not_taken(string name) => Assert.Equal("MB6311", Fetched(_authority, name)?.Code);

    [Fact]
    public void A_clients_certificate_does_not_make_a_server() => Assert.Equal("MB6311", Fetched(_authority, "127.0.0.1", asClient: true)?.Code);

    [Fact]
    public void Without_authorities_of_the_users_own_the_systems_count() => Assert.Equal("MB6311", Fetched(_authority, "127.0.0.1", systems: true)?.Code);

    [Fact]
    public void With_authorities_of_the_users_own_no_other_counts()
    {
        using var registry = new LoopbackRegistry(_authority.Issue("127.0.0.1"));
        using var client = new RegistryClient(Connection(registry, RegistryAuthorities.FromPem(_authority.Pem + "\n" + _other.Pem, "ca")), new GatewayLimits());
        Assert.Null(client.Find("a", new RegistryExpectation(), default));

        using var narrow = new RegistryClient(Connection(registry, RegistryAuthorities.FromPem(_other.Pem, "ca")), new GatewayLimits());
        Assert.Equal("MB6311", Assert.Throws<PackageException>(() => narrow.Find("a", new RegistryExpectation(), default)).Refusal.Code);
        Assert.Single(registry.Requests);
    }

    [Fact]
    public void A_registry_that_does_not_speak_TLS_is_refused()
    {
        using var plain = new LoopbackRegistry();
        var address = plain.Address.Replace("http:", "https:", StringComparison.Ordinal);
        using var client = new RegistryClient(new RegistryConnection { Origin = RegistryOrigin.Parse(address, "registry") }, new GatewayLimits { Connecting = TimeSpan.FromSeconds(1) });

        Assert.Contains(Assert.Throws<PackageException>(() => client.Find("a", new RegistryExpectation(), default)).Refusal.Code, (string[])["MB6310", "MB6311"]);
    }

    [Fact]
    public void A_clients_certificate_is_shown_to_the_registry()
    {
        using var issued = _authority.Issue("the user", client: true);
        using var registry = new LoopbackRegistry(_authority.Issue("127.0.0.1"), wantsClient: true);
        registry.Map("/a", request => LoopbackReply.Text(request.Client ?? "nobody"));
        var certificate = RegistryCertificate.FromPem(issued.ExportCertificatePem(), issued.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), "cert");
        using var client = new RegistryClient(Connection(registry, RegistryAuthorities.FromPem(_authority.Pem, "ca")) with { Certificate = certificate }, new GatewayLimits());

        using var file = client.Download("a", new RegistryExpectation(), default);

        Assert.Equal("CN=the user"u8.ToArray(), file.ReadAll());
        Assert.Equal("***", certificate.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void What_holds_no_certificate_is_refused_instead_of_trusting_the_systems(string pem)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, pem);
        Action[] attempts =
        [
            () => RegistryAuthorities.FromPem(pem, "ca"), () => RegistryAuthorities.FromFile(path), () => RegistryAuthorities.FromFile(path + ".missing"),
            () => RegistryCertificate.FromFiles(path, null), () => RegistryCertificate.FromFiles(path + ".missing", path), () => RegistryCertificate.FromPem(pem, pem, "cert"),
        ];

        Assert.All(attempts, attempt => Assert.Equal("MB6308", Assert.Throws<PackageException>(attempt).Refusal.Code));
        File.Delete(path);
    }

    [Fact]
    public void A_registry_that_is_not_there_is_refused_by_its_name()
    {
        var gone = new LoopbackRegistry();
        var address = gone.Address;
        gone.Dispose();

        Assert.StartsWith($"{address} cannot be reached", Unreachable(address).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be resolved", Unreachable("http://registry.invalid").Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    private static Sandbox.Refusal Unreachable(string address)
    {
        using var client = new RegistryClient(new RegistryConnection { Origin = RegistryOrigin.Parse(address, "registry", allowHttp: true) }, new GatewayLimits());
        var refusal = Assert.Throws<PackageException>(() => client.Find("a", new RegistryExpectation(), default)).Refusal;
        Assert.Equal("MB6310", refusal.Code);
        return refusal;
    }

    private static RegistryConnection Connection(LoopbackRegistry registry, RegistryAuthorities? authorities) => new()
    {
        Origin = RegistryOrigin.Parse(registry.Address, "registry"),
        Authorities = authorities,
        Credential = RegistryCredential.Bearer("s3cret"),
    };

    private Sandbox.Refusal? Fetched(LoopbackAuthority authority, string name, bool asClient = false, bool systems = false)
    {
        using var registry = new LoopbackRegistry(authority.Issue(name, asClient));
        registry.Map("/a", _ => LoopbackReply.Text("x"));
        using var client = new RegistryClient(Connection(registry, systems ? null : RegistryAuthorities.FromPem(_authority.Pem, "ca")), new GatewayLimits());
        try
        {
            client.Download("a", new RegistryExpectation(), default).Dispose();
            return null;
        }
        catch (PackageException refused)
        {
            Assert.Empty(registry.Requests);
            return refused.Refusal;
        }
    }
}
