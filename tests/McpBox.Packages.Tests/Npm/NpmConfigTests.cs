using McpBox.Packages.Npm;

namespace McpBox.Packages.Tests.Npm;

public sealed class NpmConfigTests
{
    private const string Listed = """{"registry":"https://registry.example/npm/","strict-ssl":true,"noproxy":["x"],"https-proxy":null}""";

    [Fact]
    public void A_scope_is_asked_of_its_own_registry_alone()
    {
        var config = Read("@acme:registry=https://npm.acme.example/\n//npm.acme.example/:_authToken=${TOKEN}\n");
        Assert.Equal("https://npm.acme.example/", config.For("@acme/tool").Origin.ToString());
        Assert.Equal("https://registry.example/npm/", config.For("tool").Origin.ToString());
        Assert.Equal("https://registry.example/npm/", config.For("@other/tool").Origin.ToString());
        Assert.NotNull(config.For("@acme/tool").Credential);
        Assert.Null(config.For("tool").Credential);
    }

    [Fact]
    public void A_token_of_a_path_above_counts_and_is_never_printed()
    {
        var config = Read("//registry.example/:_authToken=secret-canary\n");
        Assert.NotNull(config.Registry.Credential);
        Assert.DoesNotContain("secret-canary", $"{config.Registry}", StringComparison.Ordinal);
        Assert.Null(Read("//registry.example.evil/:_authToken=secret-canary\n").Registry.Credential);
    }

    [Fact]
    public void A_registry_that_need_not_prove_who_it_is_is_refused() => Assert.Equal(
        "MB6404", Assert.Throws<PackageException>(() => NpmConfig.Read(Listed.Replace("true", "false", StringComparison.Ordinal), [], static _ => null)).Refusal.Code);

    private static NpmConfig Read(string file) => NpmConfig.Read(Listed, [file], static name => name == "TOKEN" ? "t0ken" : null);
}
