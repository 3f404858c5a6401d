using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>Every refusal to take an endpoint, in the order of its codes (docs/errors.md).</summary>
internal static class EndpointRefusals
{
    public static Refusal NotAnAddress(string url, string source) => new(
        "MB2214",
        $"\"{DaemonWords.Of(WithoutUser(url))}\" ({source}) is no address of a daemon",
        "write unix:///path/to/docker.sock, tcp://host:2376 or npipe:////./pipe/name");

    public static Refusal Ssh(string url, string source) => new(
        "MB2215",
        $"{DaemonWords.Of(WithoutUser(url))} ({source}): mcpbox does not reach a daemon by ssh",
        "forward its socket (ssh -N -L /run/user/1000/remote.sock:/var/run/docker.sock HOST) and set DOCKER_HOST=unix:///run/user/1000/remote.sock");

    public static Refusal ContextUnknown(string name, string by) => new(
        "MB2216", $"there is no docker context \"{DaemonWords.Of(name)}\", which {by} names", "`docker context ls` shows them; or set DOCKER_HOST");

    public static Refusal VerificationOff(string source) => new(
        "MB2217",
        $"the verification of the daemon's certificate is switched off ({source}): anybody on the way could take the daemon's place",
        "give the context its ca.pem (`docker context update`), or set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH");

    public static Refusal TlsFileMissing(string path, string source) => new(
        "MB2217", $"{path} does not exist, which {source} asks for", "put ca.pem, cert.pem and key.pem into one folder, and name it by DOCKER_CERT_PATH");

    public static Refusal PlainTcp(DockerEndpoint endpoint) => new(
        "MB2218",
        $"{endpoint} has no TLS: whoever is on the way could read and change everything, and whoever reaches the port owns the machine",
        "set up TLS (DOCKER_TLS_VERIFY=1, DOCKER_CERT_PATH), or forward the daemon's socket by ssh");

    public static Refusal Unreadable(string path, string cause) => new(
        "MB2219", $"{path} cannot be used: {DaemonWords.Of(cause)}", "mend or remove the file; mcpbox does not guess which daemon or credentials it meant");

    /// <summary>A URL may hold a password before its host.</summary>
    private static string WithoutUser(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var found ? found + 3 : 0;
        var at = url.LastIndexOf('@');
        return at < start ? url : url[..start] + "***" + url[at..];
    }
}
