using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Images.Credentials;

/// <summary>Credentials as <c>docker login</c> left them: in a helper, or in config.json.</summary>
internal sealed class RegistryCredentials(DockerConfig config, string folder, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The name under which Docker Hub's are kept.</summary>
    private const string DockerHub = "https://index.docker.io/v1/";

    /// <param name="domain">Of an <see cref="ImageReference"/>.</param>
    /// <returns>Null when there are none: the registry is asked without.</returns>
    /// <exception cref="DockerException">MB2219: config.json holds something else. MB2227: the helper failed.</exception>
    public RegistryCredential? Find(string domain)
    {
        var server = domain == "docker.io" ? DockerHub : domain;
        var helper = config.CredHelpers?.GetValueOrDefault(server) ?? config.CredHelpers?.GetValueOrDefault(domain) ?? config.CredsStore;
        if (!string.IsNullOrEmpty(helper) && new CredentialHelper(helper, environment).Get(server) is { } kept)
            return kept;
        return Stored(domain, server) is { } stored ? Decode(server, stored) : null;
    }

    /// <summary>Keys of <c>auths</c> are host names, or URLs as older versions of docker wrote them.</summary>
    private RegistryAuth? Stored(string domain, string server) =>
        config.Auths?.GetValueOrDefault(server)
        ?? config.Auths?.FirstOrDefault(entry => HostOf(entry.Key) == domain).Value;

    private static string HostOf(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? key : key[(scheme + 3)..]).Split('/')[0];
    }

    private RegistryCredential? Decode(string server, RegistryAuth stored)
    {
        if (!string.IsNullOrEmpty(stored.IdentityToken) || !string.IsNullOrEmpty(stored.RegistryToken))
            return new RegistryCredential(null, null, stored.IdentityToken, stored.RegistryToken, server);
        if (string.IsNullOrEmpty(stored.Auth))
            return null;
        var text = TryDecode(stored.Auth);
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0
            ? new RegistryCredential(text![..colon], text[(colon + 1)..].TrimEnd('\0'), null, null, server)
            : throw new DockerException(EndpointRefusals.Unreadable(Path.Combine(folder, "config.json"), $"auth of {server} is not base64 of user:password"));
    }

    private static string? TryDecode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }
}
