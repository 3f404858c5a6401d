using System.Diagnostics;
using System.Text;
using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Images.Credentials;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Images;

/// <summary>Credentials as docker login left them.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("h.io", "h.io")]
    [InlineData("https://h.io", "h.io")]
    [InlineData("https://h.io/v1/", "h.io")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    public void A_stored_password_is_found_by_the_registry(string key, string domain)
    {
        var found = Find($$$"""{"auths":{"{{{key}}}":{"auth":"{{{Base64("me:pass:word")}}}"} } }""", domain)!;
        Assert.Equal(("me", "pass:word"), (found.UserName, found.Password));
        Assert.Null(Find($$$"""{"auths":{"{{{key}}}":{"auth":"{{{Base64("me:pass")}}}"} } }""", "other.io"));
    }

    [Fact]
    public void A_token_goes_before_a_password() =>
        Assert.Equal("t", Find($$$"""{"auths":{"h.io":{"auth":"{{{Base64("me:pass")}}}","identitytoken":"t"} } }""", "h.io")!.IdentityToken);

    [Theory]
    [InlineData("!!!")]
    [InlineData("bm9jb2xvbg==")]
    public void A_stored_password_that_is_none_is_refused_and_not_quoted(string auth)
    {
        var refusal = Assert.Throws<DockerException>(() => Find($$$"""{"auths":{"h.io":{"auth":"{{{auth}}}"} } }""", "h.io")).Refusal;
        Assert.Equal("MB2219", refusal.Code);
        Assert.DoesNotContain(auth, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_credentials_a_registry_is_asked_without()
    {
        Assert.Null(Find("{}", "h.io"));
        Assert.Null(Find("""{"auths":{"h.io":{}}}""", "h.io"));
        Assert.Null(Find("""{"auths":{"h.io":null}}""", "h.io"));
    }

    [Fact]
    public void A_helper_s_token_is_no_password()
    {
        Helper("""printf '{"Username":"<token>","Secret":"t"}'""");
        var found = Find("""{"credsStore":"test"}""", "h.io")!;
        Assert.Equal((null, "t"), (found.Password, found.IdentityToken));
    }

    [Fact]
    public void A_helper_that_knows_nothing_leaves_the_stored_password()
    {
        Helper("echo credentials not found in native keychain; exit 1");
        Assert.Equal("pass", Find($$$"""{"credsStore":"test","auths":{"h.io":{"auth":"{{{Base64("me:pass")}}}"} } }""", "h.io")!.Password);
    }

    [Fact]
    public void The_helper_of_a_registry_goes_before_the_store()
    {
        Helper("""printf '{"Username":"me","Secret":"one"}'""");
        Assert.Equal("one", Find("""{"credsStore":"absent","credHelpers":{"h.io":"test"} }""", "h.io")!.Password);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("echo hunter2 is no JSON")]
    [InlineData("head -c 100000 /dev/zero")]
    public void A_helper_that_fails_is_named_and_not_quoted(string script)
    {
        Helper(script);
        var refusal = Assert.Throws<DockerException>(() => Find("""{"credsStore":"test"}""", "h.io")).Refusal;
        Assert.Equal("MB2227", refusal.Code);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("../bin/docker-credential-test")]
    public void A_helper_that_is_not_there_is_named(string name)
    {
        Helper("exit 0");
        Assert.Equal("MB2227", Assert.Throws<DockerException>(() => Find($$"""{"credsStore":"{{name}}" }""", "h.io")).Refusal.Code);
    }

    [Theory]
    [InlineData("exec sleep 1000 >&-")]
    [InlineData("sleep 5 & exit 0")]
    [InlineData("while :; do echo; sleep 0.01; done")]
    public void A_helper_that_does_not_come_to_an_end_is_named_in_time(string script)
    {
        Helper(script);
        var helper = new CredentialHelper("test", Variables()) { Patience = TimeSpan.FromSeconds(1) };
        var since = Stopwatch.GetTimestamp();
        Assert.Equal("MB2227", Assert.Throws<DockerException>(() => helper.Get("h.io")).Refusal.Code);
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 4);
    }

    [Fact]
    public void Credentials_print_as_asterisks_and_travel_as_base64url()
    {
        var credential = new RegistryCredential("me", "pa>>??ss", null, null, "h.io");
        Assert.Equal("***", $"{credential}");
        var header = credential.ToHeader();
        Assert.DoesNotContain('+', header);
        Assert.DoesNotContain('/', header);
        using var json = JsonDocument.Parse(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        Assert.Equal("pa>>??ss", json.RootElement.GetProperty("password").GetString());
        Assert.False(json.RootElement.TryGetProperty("identitytoken", out _));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private RegistryCredential? Find(string config, string domain)
    {
        _scratch.Write("config.json", config);
        return new RegistryCredentials(DockerConfig.Read(_scratch.Path), _scratch.Path, Variables()).Find(domain);
    }

    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal) { ["PATH"] = $"{_scratch["bin"]}:/usr/bin:/bin" };

    private void Helper(string script) => File.SetUnixFileMode(
        _scratch.Write("bin/docker-credential-test", $"#!/bin/sh\n{script}\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
