using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Images.Credentials;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>
/// Requests to one repository of one registry. The user's credentials go there, or to the service that it names for tokens, over TLS, but for a registry on this machine.
/// Redirects are not followed.
/// </summary>
internal sealed class RegistryTalk : IDisposable
{
    private const int LongestWords = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly ImageReference _reference;
    private readonly RegistryTokens _tokens;
    private readonly Uri _root;
    private readonly HttpClient _http;
    private AuthenticationHeaderValue? _authorization;

    /// <param name="credential">Null for none.</param>
    /// <param name="actions">What is meant to be done: <c>pull</c>, or <c>pull,push</c>.</param>
    public RegistryTalk(ImageReference reference, RegistryCredential? credential, string actions)
    {
        _reference = reference;
        _root = Root(reference.Domain);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !_root.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
        })
        { Timeout = Patience };
        _tokens = new RegistryTokens(_http, reference, credential, actions);
    }

    /// <summary>An address within the repository.</summary>
    public Uri At(string path) => new(_root, $"/v2/{_reference.Path}/{path}");

    /// <summary>Sends a request; once more with what the registry asks for, when it asks who is there.</summary>
    /// <param name="request">Makes it anew.</param>
    public HttpResponseMessage Send(Func<HttpRequestMessage> request)
    {
        var answer = Once(request);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return answer;
        using (answer)
            _authorization = _tokens.Answer(answer) ?? throw new DockerException(PushRefusals.Denied(_reference.Domain, WordsOf(answer)));
        return Once(request);
    }

    /// <exception cref="DockerException">It is a refusal.</exception>
    public void Require(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
            return;
        var words = WordsOf(answer);
        throw new DockerException(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? PushRefusals.Denied(_reference.Domain, words)
            : PushRefusals.NotTaken(_reference.Domain, words));
    }

    /// <summary>Where an upload goes on.</summary>
    /// <exception cref="DockerException">It is nowhere that a credential or an image may go.</exception>
    public Uri PlaceOf(HttpResponseMessage answer)
    {
        var place = answer.Headers.Location is { } location ? new Uri(_root, location) : null;
        return place is not null && IsSafe(_reference.Domain, place)
            ? place
            : throw new DockerException(PushRefusals.NotTaken(_reference.Domain, $"it wants the image to be sent to {place?.ToString() ?? "nowhere"}, without TLS"));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>TLS everywhere but on this machine, as docker does it; and only a registry on this machine may name another address there.</summary>
    /// <param name="domain">The registry's.</param>
    public static bool IsSafe(string domain, Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && Root(domain).IsLoopback);

    private static Uri Root(string domain)
    {
        // What docker calls its hub by is not where the hub listens.
        var host = domain == "docker.io" ? $"registry-1.{domain}" : domain;
        var plain = new Uri($"http://{host}/");
        return plain.IsLoopback ? plain : new Uri($"https://{host}/");
    }

    private HttpResponseMessage Once(Func<HttpRequestMessage> make)
    {
        using var request = make();
        _ = request.Headers.TryAddWithoutValidation("User-Agent", "mcpbox");
        if (Uri.Compare(request.RequestUri!, _root, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0)
            request.Headers.Authorization = _authorization;
        return _http.Send(request, HttpCompletionOption.ResponseHeadersRead);
    }

    // {"errors":[{"code":"…","message":"…"}]} (OCI distribution specification, Error Codes).
    private static string WordsOf(HttpResponseMessage answer)
    {
        var status = $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
        var buffer = new byte[LongestWords];
        using var body = answer.Content.ReadAsStream();
        var text = Encoding.UTF8.GetString(buffer, 0, body.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        try
        {
            using var json = JsonDocument.Parse(text);
            var first = json.RootElement.GetProperty("errors")[0];
            return $"{status}: {first.GetProperty("code").GetString()} {(first.TryGetProperty("message", out var message) ? message.GetString() : "")}";
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return status;
        }
    }
}
