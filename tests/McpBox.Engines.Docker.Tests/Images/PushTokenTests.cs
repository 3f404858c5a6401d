using System.Net;
using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Images.Pushing;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Images;

/// <summary>Who is shown what: a registry names the service for tokens and the place of an upload, and neither may be anywhere.</summary>
public sealed class PushTokenTests : IDisposable
{
    private static readonly string Digest = $"sha256:{new string('0', 64)}";
    private static readonly string Basic = $"Basic {Convert.ToBase64String("ada:secret"u8)}";
    private readonly Scratch _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_service_for_tokens_gets_the_password_and_the_registry_the_token()
    {
        using var service = new FakeRegistry(static (_, _) => """{"token":"t0"}""");
        using var registry = Guarded($"Bearer realm=\"http://{service.Domain}/token\",service=\"r, or so\",scope=\"ignored\"", digest: Digest);
        Login(registry);
        Assert.Equal(Digest, RegistryDigest.Of($"{registry.Domain}/team/a:1", Environment, _home.Path));
        Assert.Equal([("GET /token?scope=repository%3Ateam%2Fa%3Apull&service=r%2C%20or%20so", Basic)], service.Requests);
        Assert.Equal([("HEAD /v2/team/a/manifests/1", null), ("HEAD /v2/team/a/manifests/1", "Bearer t0")], registry.Requests);
    }

    [Theory]
    [InlineData("Bearer realm=\"http://registry.example/token\"")]
    [InlineData("Bearer realm=\"ftp://127.0.0.1/token\"")]
    [InlineData("Bearer realm=\"/token\"")]
    [InlineData("Negotiate")]
    public void A_password_goes_nowhere_without_tls_and_to_no_scheme_that_is_not_known(string challenge)
    {
        using var registry = Guarded(challenge, Digest);
        Login(registry);
        Assert.Equal("MB6611", Refused(() => RegistryDigest.Of($"{registry.Domain}/a:1", Environment, _home.Path)));
        Assert.Single(registry.Requests);
    }

    [Fact]
    public void The_place_of_an_upload_elsewhere_is_not_shown_the_password()
    {
        using var elsewhere = new FakeRegistry(static (_, answer) => Status(answer, HttpStatusCode.Created));
        using var registry = Uploads($"http://{elsewhere.Domain}/upload?state=1");
        Login(registry);
        ImagePush.Run($"{registry.Domain}/a:1", Image(), Environment, _home.Path, static _ => { });
        Assert.Equal([($"PUT /upload?state=1&digest={Uri.EscapeDataString(Digest)}", null)], elsewhere.Requests);
        Assert.Contains(registry.Requests, request => request.Request == "PUT /v2/a/manifests/1" && request.Authorization == Basic);
    }

    [Theory]
    [InlineData("http://[")]
    [InlineData("")]
    public void A_place_that_is_none_is_refused_by_name(string place)
    {
        using var registry = Uploads(place);
        Login(registry);
        Assert.Equal("MB6613", Refused(() => ImagePush.Run($"{registry.Domain}/a:1", Image(), Environment, _home.Path, static _ => { })));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/upload")]
    [InlineData("http://localhost:9/upload")]
    public void A_registry_elsewhere_sends_nobody_to_this_machine(string place)
    {
        var reference = ImageReference.Parse("registry.example/a:1");
        using var talk = new RegistryTalk(reference, null, "pull,push");
        using var upload = new HttpResponseMessage(HttpStatusCode.Accepted);
        upload.Headers.Location = new Uri(place);
        Assert.Equal("MB6613", Assert.Throws<DockerException>(void () => talk.PlaceOf(upload)).Refusal.Code);

        using var http = new HttpClient();
        using var guarded = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        guarded.Headers.Add("WWW-Authenticate", $"Bearer realm=\"{place}\"");
        Assert.Equal("MB6611", Assert.Throws<DockerException>(void () => new RegistryTokens(http, reference, null, "pull").Answer(guarded)).Refusal.Code);
    }

    [Fact]
    public void Nothing_is_uploaded_to_a_place_without_tls()
    {
        using var registry = Uploads("http://registry.example/upload");
        Login(registry);
        Assert.Equal("MB6613", Refused(() => ImagePush.Run($"{registry.Domain}/a:1", Image(), Environment, _home.Path, static _ => { })));
    }

    [Fact]
    public void A_registry_that_calls_the_image_something_else_did_not_take_it()
    {
        using var registry = new FakeRegistry((request, answer) =>
        {
            answer.Headers["Docker-Content-Digest"] = $"sha256:{new string('1', 64)}";
            return Status(answer, request.HttpMethod == "HEAD" ? HttpStatusCode.OK : HttpStatusCode.Created);
        });
        Assert.Equal("MB6613", Refused(() => ImagePush.Run($"{registry.Domain}/a:1", Image(), Environment, _home.Path, static _ => { })));
    }

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal) { ["DOCKER_CONFIG"] = _home.Path };

    private static string Refused(Action action) => Assert.Throws<SandboxException>(action).Refusal.Code;

    private static string? Status(HttpListenerResponse answer, HttpStatusCode status)
    {
        answer.StatusCode = (int)status;
        return null;
    }

    private static FakeRegistry Guarded(string challenge, string digest) => new((request, answer) =>
    {
        answer.Headers["Docker-Content-Digest"] = digest;
        if (request.Headers["Authorization"] is not null)
            return null;
        answer.AddHeader("WWW-Authenticate", challenge);
        return Status(answer, HttpStatusCode.Unauthorized);
    });

    /// <summary>Asks for a password, and sends each blob to another place.</summary>
    private static FakeRegistry Uploads(string place) => new((request, answer) =>
    {
        if (request.Headers["Authorization"] is null)
        {
            answer.AddHeader("WWW-Authenticate", "Basic realm=\"r\"");
            return Status(answer, HttpStatusCode.Unauthorized);
        }

        if (request.HttpMethod == "POST")
            answer.AddHeader("Location", place);
        return Status(answer, request.HttpMethod switch { "HEAD" => HttpStatusCode.NotFound, "POST" => HttpStatusCode.Accepted, _ => HttpStatusCode.Created });
    });

    private static PushedImage Image() => new([new PushedBlob(Digest, new MemoryStream("layer"u8.ToArray()))], "application/json", Encoding.UTF8.GetBytes("{}"), Digest);

    private void Login(FakeRegistry registry) =>
        _home.Write("config.json", $$$"""{"auths":{"{{{registry.Domain}}}":{"auth":"{{{Convert.ToBase64String("ada:secret"u8)}}}"} } }""");
}
