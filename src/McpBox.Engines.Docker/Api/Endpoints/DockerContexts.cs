using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>Contexts as the docker command line stores them: folders named by the SHA-256 of the context's name.</summary>
internal static class DockerContexts
{
    /// <param name="by">Who named it: <c>DOCKER_CONTEXT</c> or <c>config.json</c>.</param>
    /// <param name="folder">Docker's folder of settings.</param>
    /// <exception cref="DockerException">MB2216 and what <see cref="EndpointUrl.Parse"/> throws.</exception>
    public static DockerEndpoint Find(string name, string by, string folder)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var path = Path.Combine(folder, "contexts", "meta", digest, "meta.json");
        if (DockerFolder.Read(path) is not { } bytes)
            throw new DockerException(EndpointRefusals.ContextUnknown(name, by));
        var metadata = Parse(bytes, path);
        if (metadata.Name != name || metadata.Endpoints?.GetValueOrDefault("docker") is not { Host: { Length: > 0 } host } endpoint)
            throw new DockerException(EndpointRefusals.Unreadable(path, $"it names no docker endpoint of a context \"{name}\""));
        var source = $"context {name}, by {by}";
        return EndpointUrl.Parse(host, source, () => Tls(endpoint, source, Path.Combine(folder, "contexts", "tls", digest, "docker")));
    }

    private static ContextMetadata Parse(byte[] bytes, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ConfigJson.Default.ContextMetadata) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new DockerException(EndpointRefusals.Unreadable(path, exception.Message));
        }
    }

    private static EndpointTls? Tls(ContextEndpoint endpoint, string source, string folder)
    {
        if (endpoint.SkipTLSVerify)
            throw new DockerException(EndpointRefusals.VerificationOff(source));
        if (!Directory.Exists(folder))
            return null;
        var authority = Existing("ca.pem");
        var (certificate, key) = (Existing("cert.pem"), Existing("key.pem"));
        if (certificate is null != key is null)
            throw new DockerException(EndpointRefusals.TlsFileMissing(Path.Combine(folder, certificate is null ? "cert.pem" : "key.pem"), source));
        return authority is null && certificate is null ? null : new EndpointTls(authority, certificate, key);

        string? Existing(string file) => Path.Combine(folder, file) is var path && File.Exists(path) ? path : null;
    }
}
