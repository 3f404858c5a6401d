using System.Globalization;
using System.Net;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>An address as <c>DOCKER_HOST</c> and contexts write it.</summary>
internal static class EndpointUrl
{
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    /// <param name="source">Who named it, for messages and the manifest.</param>
    /// <param name="tls">Asked for TCP only.</param>
    /// <exception cref="DockerException">MB2214, MB2215, MB2218, and what <paramref name="tls"/> throws.</exception>
    public static DockerEndpoint Parse(string url, string source, Func<EndpointTls?> tls)
    {
        var separator = url.IndexOf("://", StringComparison.Ordinal);
        var (scheme, rest) = separator < 0 ? ("tcp", url) : (url[..separator], url[(separator + 3)..]);
        return scheme switch
        {
            "unix" when rest.StartsWith('/') && !rest.Contains('\0', StringComparison.Ordinal) =>
                new DockerEndpoint(new DaemonAddress.Unix(rest), null, source),
            "npipe" when rest.Replace('\\', '/') is var pipe && pipe.StartsWith("//./pipe/", StringComparison.Ordinal) && pipe.Length > 9 =>
                new DockerEndpoint(new DaemonAddress.Pipe(pipe[9..]), null, source),
            "tcp" => Tcp(url, rest, source, tls()),
            "ssh" => throw new DockerException(EndpointRefusals.Ssh(url, source)),
            _ => throw new DockerException(EndpointRefusals.NotAnAddress(url, source)),
        };
    }

    private static DockerEndpoint Tcp(string url, string rest, string source, EndpointTls? tls)
    {
        if (!TrySplit(rest.TrimEnd('/'), tls is null ? PlainPort : TlsPort, out var host, out var port))
            throw new DockerException(EndpointRefusals.NotAnAddress(url, source));
        var endpoint = new DockerEndpoint(new DaemonAddress.Tcp(host, port), tls, source);
        return tls is not null || IsLoopback(host) ? endpoint : throw new DockerException(EndpointRefusals.PlainTcp(endpoint));
    }

    private static bool TrySplit(string authority, int defaultPort, out string host, out int port)
    {
        (host, port) = (authority, defaultPort);
        var bracket = authority.IndexOf(']', StringComparison.Ordinal);
        var colon = authority.LastIndexOf(':');
        if (colon > bracket)
        {
            if (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
                return false;
            host = authority[..colon];
        }

        if (!host.StartsWith('['))
            return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
        host = host.EndsWith(']') ? host[1..^1] : "";
        return Uri.CheckHostName(host) == UriHostNameType.IPv6;
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
