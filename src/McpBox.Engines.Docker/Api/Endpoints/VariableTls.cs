namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>TLS as <c>DOCKER_TLS_VERIFY</c> and <c>DOCKER_CERT_PATH</c> ask for it.</summary>
internal static class VariableTls
{
    /// <returns>What says it once it is known that the endpoint is TCP; null from it for no TLS.</returns>
    public static Func<EndpointTls?> Read(IReadOnlyDictionary<string, string> environment, string folder) => () =>
    {
        if (!Has("DOCKER_TLS_VERIFY"))
            return Has("DOCKER_TLS") ? throw new DockerException(EndpointRefusals.VerificationOff("DOCKER_TLS without DOCKER_TLS_VERIFY")) : null;
        var files = Has("DOCKER_CERT_PATH") ? environment["DOCKER_CERT_PATH"] : folder;
        var authority = Path.Combine(files, "ca.pem");
        if (!File.Exists(authority))
            throw new DockerException(EndpointRefusals.TlsFileMissing(authority, "DOCKER_TLS_VERIFY"));
        var (certificate, key) = (Path.Combine(files, "cert.pem"), Path.Combine(files, "key.pem"));
        return (File.Exists(certificate), File.Exists(key)) switch
        {
            (true, true) => new EndpointTls(authority, certificate, key),
            (false, false) => new EndpointTls(authority, null, null),
            (var first, _) => throw new DockerException(EndpointRefusals.TlsFileMissing(first ? key : certificate, "DOCKER_TLS_VERIFY")),
        };

        bool Has(string name) => environment.GetValueOrDefault(name) is { Length: > 0 };
    };
}
