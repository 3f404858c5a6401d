using McpBox.Packages.Registries;

namespace McpBox.Packages.Tests.Registries;

public sealed class RegistryAddressTests
{
    [Theory]
    [InlineData("https://registry.example", "https", "registry.example", 443, "/", "https://registry.example")]
    [InlineData("HTTPS://Registry.Example/", "https", "registry.example", 443, "/", "https://registry.example")]
    [InlineData("https://registry.example:8443/npm/group", "https", "registry.example", 8443, "/npm/group/", "https://registry.example:8443")]
    [InlineData("https://[::1]:4873/", "https", "[::1]", 4873, "/", "https://[::1]:4873")]
    [InlineData("https://xn--bcher-kva.example/%40a/", "https", "xn--bcher-kva.example", 443, "/%40a/", "https://xn--bcher-kva.example")]
    public void The_address_of_a_registry_is_taken_apart(string text, string scheme, string host, int port, string path, string authority)
    {
        var origin = RegistryOrigin.Parse(text, "registry");

        Assert.Equal((scheme, host, port, path, authority), (origin.Scheme, origin.Host, origin.Port, origin.BasePath, origin.Authority));
    }

    [Fact]
    public void Unencrypted_it_is_taken_only_where_the_user_wrote_it()
    {
        Assert.Equal("http://127.0.0.1:4873/", RegistryOrigin.Parse("http://127.0.0.1:4873", "registry", allowHttp: true).ToString());
        Refused(() => RegistryOrigin.Parse("http://127.0.0.1:4873", "registry"));
        Refused(() => RegistryOrigin.Parse("http://registry.example/", "registry"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("registry.example")]
    [InlineData("//registry.example/")]
    [InlineData("/path")]
    [InlineData("ftp://registry.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https:registry.example")]
    [InlineData("https:///registry.example")]
    [InlineData("https:/registry.example")]
    [InlineData("https://user@registry.example/")]
    [InlineData("https://user:s3cret@registry.example/")]
    [InlineData("https://:s3cret@registry.example/")]
    [InlineData("https://@registry.example/")]
    [InlineData("https://registry.example@evil.example/")]
    [InlineData("https://registry.example\\@evil.example/")]
    [InlineData("https://registry.example\\evil/")]
    [InlineData("https://registry.example/?a=s3cret")]
    [InlineData("https://registry.example/?")]
    [InlineData("https://registry.example/#s3cret")]
    [InlineData("https://registry.example/a/../b")]
    [InlineData("https://registry.example/%2e%2e/b")]
    [InlineData("https://registry.example/%00")]
    [InlineData("https://registry.example/a b")]
    [InlineData(" https://registry.example/")]
    [InlineData("https://registry.example/\r\nX: y")]
    [InlineData("https://b\u00fccher.example/")]
    [InlineData("https://registry\u3002example/")]
    [InlineData("https://registry\uff0eexample/")]
    [InlineData("https://regi\u0455try.example/")]
    [InlineData("https://registry.example:/")]
    [InlineData("https://registry.example:0443/")]
    [InlineData("https://registry.example:99999/")]
    [InlineData("https://registry%2eexample/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://[::1%25eth0]/")]
    public void What_others_read_differently_is_refused_and_what_may_be_a_password_not_repeated(string text)
    {
        var refusal = Refused(() => RegistryOrigin.Parse(text, "registry in .npmrc"));

        Assert.Contains("registry in .npmrc", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("https://registry.example:8443/elsewhere", true)]
    [InlineData("https://REGISTRY.example:8443/", true)]
    [InlineData("https://registry.example/", false)]
    [InlineData("https://registry.example:8444/", false)]
    [InlineData("http://registry.example:8443/", false)]
    [InlineData("https://a.registry.example:8443/", false)]
    [InlineData("https://registry.example.evil:8443/", false)]
    [InlineData("https://user@registry.example:8443/", false)]
    public void An_origin_is_scheme_host_and_port(string address, bool inside) =>
        Assert.Equal(inside, RegistryOrigin.Parse("https://registry.example:8443/npm/", "registry").Contains(new Uri(address)));

    [Theory]
    [InlineData("http://proxy.example:3128", "http://proxy.example:3128")]
    [InlineData("proxy.example:3128", "http://proxy.example:3128")]
    [InlineData("https://proxy.example", "https://proxy.example")]
    [InlineData("http://user:s3cret@proxy.example:3128/", "http://proxy.example:3128")]
    [InlineData("http://user:s3c%40ret%2f@proxy.example:3128/", "http://proxy.example:3128")]
    public void The_address_of_a_proxy_is_read_and_shown_without_its_password(string text, string shown) =>
        Assert.Equal(shown, RegistryProxy.Parse(text, "proxy").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("socks5://user:s3cret@proxy.example")]
    [InlineData("http://user:s3cret%0d%0aX@proxy.example")]
    [InlineData("http://user:s3cret@proxy.example/path")]
    [InlineData("http://user:s3cret@proxy.example:3128?x")]
    [InlineData("http://user:s3cret@pr\u00f6xy.example")]
    [InlineData("http://user:s3cret@")]
    public void What_is_no_proxy_is_refused_without_its_password(string text)
    {
        var refusal = Assert.Throws<PackageException>(() => RegistryProxy.Parse(text, "https-proxy in .npmrc")).Refusal;

        Assert.Equal("MB6307", refusal.Code);
        Assert.Contains("https-proxy in .npmrc", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.example", true)]
    [InlineData(".example", true)]
    [InlineData("*.example", true)]
    [InlineData("EXAMPLE", true)]
    [InlineData("*", true)]
    [InlineData("registry.example:8443", true)]
    [InlineData(" other , registry.example", true)]
    [InlineData("registry.example:443", false)]
    [InlineData("egistry.example", false)]
    [InlineData("registry.example.com", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("10.0.0.0/8", false)]
    public void A_proxy_is_not_for_whom_it_is_switched_off(string entries, bool bypassed)
    {
        var proxy = RegistryProxy.Parse("http://proxy.example", "proxy", [.. entries.Split(',')]);
        Assert.Equal(!bypassed, proxy.IsFor(RegistryOrigin.Parse("https://registry.example:8443", "registry")));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.3:443", true)]
    [InlineData("10.1.2.3", "2.3", false)]
    [InlineData("[fd00::1]", "fd00::/8", true)]
    [InlineData("[fd00::1]", "[fd00::1]", true)]
    [InlineData("[fd00::1]", "[fd00::1]:443", true)]
    [InlineData("[fd00::1]", "fd00::2", false)]
    public void Addresses_and_networks_are_reached_without_a_proxy(string host, string entry, bool bypassed)
    {
        var proxy = RegistryProxy.Parse("http://proxy.example", "proxy", entry);
        Assert.Equal(!bypassed, proxy.IsFor(RegistryOrigin.Parse($"https://{host}", "registry")));
    }

    private static Sandbox.Refusal Refused(Action action)
    {
        var refusal = Assert.Throws<PackageException>(action).Refusal;
        Assert.Equal("MB6305", refusal.Code);
        return refusal;
    }
}
