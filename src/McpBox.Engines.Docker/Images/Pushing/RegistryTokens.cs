using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Images.Credentials;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>What a registry is answered that asks who is there: Basic (RFC 7617), or a token of the service that it names (distribution's specification of token authentication).</summary>
internal sealed class RegistryTokens(HttpClient http, ImageReference reference, RegistryCredential? credential, string actions)
{
    private const int LargestAnswer = 1 << 20;

    /// <returns>Null when there is nothing that could be answered.</returns>
    public AuthenticationHeaderValue? Answer(HttpResponseMessage asked)
    {
        if (credential?.RegistryToken is { Length: > 0 } token)
            return new AuthenticationHeaderValue("Bearer", token);
        foreach (var challenge in asked.Headers.WwwAuthenticate)
        {
            if (challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Basic() is { } basic)
                return basic;
            if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && Parameters(challenge.Parameter ?? "") is var words && words.TryGetValue("realm", out var realm))
                return new AuthenticationHeaderValue("Bearer", Token(realm, words.GetValueOrDefault("service")));
        }

        return null;
    }

    private AuthenticationHeaderValue? Basic() => credential is { UserName: { Length: > 0 } user, Password: { } password }
        ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
        : null;

    private string Token(string realm, string? service)
    {
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var address) || !RegistryTalk.IsSafe(reference.Domain, address))
            throw new DockerException(PushRefusals.Denied(reference.Domain, $"it gives out tokens at {realm}, without TLS"));
        var scope = $"repository:{reference.Path}:{actions}";
        using var request = credential?.IdentityToken is { Length: > 0 } identity
            ? Exchange(address, service, scope, identity)
            : new HttpRequestMessage(HttpMethod.Get, WithQuery(address, service, scope));
        request.Headers.Authorization ??= credential?.IdentityToken is { Length: > 0 } ? null : Basic();
        using var answer = http.Send(request, HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode)
            throw new DockerException(PushRefusals.Denied(reference.Domain, $"its service for tokens, {address.Host}, answers {(int)answer.StatusCode} {answer.ReasonPhrase}"));
        return Read(answer) ?? throw new DockerException(PushRefusals.Denied(reference.Domain, $"its service for tokens, {address.Host}, gives none"));
    }

    private static Uri WithQuery(Uri address, string? service, string scope) => new(
        $"{address}{(address.Query.Length == 0 ? '?' : '&')}scope={Uri.EscapeDataString(scope)}{(service is null ? "" : $"&service={Uri.EscapeDataString(service)}")}");

    // What `docker login` left in the place of a password (distribution, OAuth2 token authentication).
    private static HttpRequestMessage Exchange(Uri address, string? service, string scope, string identity) => new(HttpMethod.Post, address)
    {
        Content = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"), new("refresh_token", identity), new("client_id", "mcpbox"), new("scope", scope), new("service", service ?? ""),
        ]),
    };

    private static string? Read(HttpResponseMessage answer)
    {
        using var body = answer.Content.ReadAsStream();
        var buffer = new byte[LargestAnswer];
        var count = body.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        try
        {
            using var json = JsonDocument.Parse(buffer.AsMemory(0, count));
            return json.RootElement.TryGetProperty("token", out var token) || json.RootElement.TryGetProperty("access_token", out token) ? token.GetString() : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // NAME="value" with commas between, which may also stand within the quotes.
    private static Dictionary<string, string> Parameters(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            var name = text[..equals].Trim(' ', ',');
            var rest = text[(equals + 1)..];
            var quoted = rest is ['"', ..];
            var end = quoted ? rest.IndexOf('"', 1) : rest.IndexOf(',', StringComparison.Ordinal);
            if (end < 0)
                end = rest.Length;
            found[name] = quoted ? rest[1..end] : rest[..end];
            text = end < rest.Length ? rest[(end + 1)..] : "";
        }

        return found;
    }
}
