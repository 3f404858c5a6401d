using System.Text;
using System.Text.Json.Nodes;
using McpBox.Packages.Npm;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Tests.Npm;

/// <summary>The user's npm configuration is followed as npm follows it, or refused.</summary>
public sealed class NpmConfigTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mcpbox-npmrc-");
    private readonly Dictionary<string, string> _environment = new() { ["TOKEN"] = "from-variable" };

    [Theory]
    [InlineData("//own.example/npm/:_authToken=abc", "Bearer abc", "/npm/")]
    [InlineData("//own.example/:_authToken = \"abc\" ; a comment", "Bearer abc", "/")]
    [InlineData("//own.example:_authToken=abc", "Bearer abc", "/")]
    [InlineData("//own.example/npm/:_authToken=${TOKEN}", "Bearer from-variable", "/npm/")]
    [InlineData("//own.example/npm/:_auth=dTpw", "Basic dTpw", "/npm/")]
    [InlineData("//own.example/npm/:username=u\n//own.example/npm/:_password=cA==", "Basic dTpw", "/npm/")]
    [InlineData("//own.example/:_authToken=far\n//own.example/npm/:_authToken=near", "Bearer near", "/npm/")]
    public void A_credential_is_found_by_the_longest_part_of_its_registry_s_address(string rc, string header, string path)
    {
        var connection = Read(rc).Registry;

        Assert.Equal(header, connection.Credential!.Header);
        Assert.Equal(path, connection.CredentialPath);
    }

    [Theory]
    [InlineData("//other.example/npm/:_authToken=abc")]
    [InlineData("//own.example/npm-other/:_authToken=abc")]
    [InlineData("//own.example:8443/npm/:_authToken=abc")]
    [InlineData("; //own.example/npm/:_authToken=abc")]
    [InlineData("[section]\n//own.example/npm/:_authToken=abc")]
    public void A_credential_of_another_place_is_not_sent(string rc) => Assert.Null(Read(rc).Registry.Credential);

    [Fact]
    public void The_environment_ranks_above_the_user_s_file_and_that_above_the_machine_s()
    {
        var global = Path.Combine(_home.FullName, "global");
        File.WriteAllText(global, "//own.example/npm/:_authToken=machine\n//scoped.example/:_authToken=machine\n");

        var config = Read("//own.example/npm/:_authToken=user", ("globalconfig", global), ("@own:registry", "https://scoped.example/"));
        Assert.Equal("Bearer user", config.Registry.Credential!.Header);
        Assert.Equal("Bearer machine", config.Scopes["@own"].Credential!.Header);

        _environment["npm_config_//own.example/npm/:_authToken"] = "environment";
        Assert.Equal("Bearer environment", Read("//own.example/npm/:_authToken=user").Registry.Credential!.Header);
    }

    [Theory]
    [InlineData("//own.example/npm/:_authToken=${NOWHERE}", "NOWHERE")]
    [InlineData("_authToken=abc", "_authToken")]
    [InlineData("_auth=abc", "_auth")]
    public void What_cannot_be_followed_is_refused_without_the_secret(string rc, string word)
    {
        var refusal = Assert.Throws<PackageException>(() => Read(rc)).Refusal;

        Assert.Equal("MB6417", refusal.Code);
        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registries_that_nobody_proves_to_be_themselves_are_refused()
    {
        var refusal = Assert.Throws<PackageException>(() => Read("", ("strict-ssl", false))).Refusal;

        Assert.Equal("MB6417", refusal.Code);
        Assert.Contains("strict-ssl", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Proxies_and_authorities_are_those_of_the_configuration()
    {
        using var authority = new Hosting.LoopbackAuthority();
        var file = Path.Combine(_home.FullName, "ca.pem");
        File.WriteAllText(file, authority.Pem);

        var connection = Read("", ("cafile", file), ("https-proxy", "http://u:p@proxy.example:3128"), ("noproxy", new JsonArray("local.example"))).Registry;

        Assert.NotNull(connection.Authorities);
        Assert.Equal("http://proxy.example:3128", connection.Proxy!.ToString());
        Assert.DoesNotContain("u:p", connection.ToString(), StringComparison.Ordinal);
        Assert.False(connection.Proxy.IsFor(RegistryOrigin.Parse("https://local.example/", "a test")));
    }

    [Fact]
    public void The_user_s_own_npm_is_asked_and_a_folder_s_npmrc_has_no_say()
    {
        var rc = Path.Combine(_home.FullName, "npmrc");
        File.WriteAllText(rc, "registry=https://own.example/npm/\n@own:registry=https://scoped.example/\n//scoped.example/:_authToken=abc\n");
        foreach (var name in (string[])["PATH", "HOME"])
            _environment[name] = Environment.GetEnvironmentVariable(name)!;
        _environment["NPM_CONFIG_USERCONFIG"] = rc;

        var config = NpmConfig.Read(_environment);

        Assert.Equal("https://own.example/npm/", config.Registry.Origin.ToString());
        Assert.Equal("Bearer abc", config.Scopes["@own"].Credential!.Header);
    }

    [Fact]
    public void Without_npm_the_refusal_says_so()
    {
        _environment["PATH"] = _home.FullName;

        Assert.Equal("MB6401", Assert.Throws<PackageException>(() => NpmConfig.Read(_environment)).Refusal.Code);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private NpmConfig Read(string rc, params (string Key, JsonNode Value)[] settings)
    {
        var file = Path.Combine(_home.FullName, "user");
        File.WriteAllText(file, rc + "\n");
        var json = new JsonObject { ["registry"] = "https://own.example/npm/", ["userconfig"] = file, ["proxy"] = null, ["strict-ssl"] = true };
        foreach (var (key, value) in settings)
            json[key] = value;
        return new NpmConfigReader(Encoding.UTF8.GetBytes(json.ToJsonString()), _environment).Read();
    }
}
