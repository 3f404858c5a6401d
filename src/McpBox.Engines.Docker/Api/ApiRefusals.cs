using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api;

/// <summary>Every refusal of the conversation with a daemon, in the order of its codes (docs/errors.md).</summary>
internal static class ApiRefusals
{
    private const string Check = "`docker info` (or `podman info`) should say the same";

    public static Refusal Unreachable(DockerEndpoint endpoint, string cause) => new(
        "MB2200", $"cannot reach the daemon at {endpoint}: {DaemonWords.Of(cause)}", Check);

    public static Refusal NoSocket(DockerEndpoint endpoint) => new(
        "MB2201",
        $"cannot reach the daemon at {endpoint}: there is no such socket",
        "start the daemon (`systemctl start docker`, `systemctl --user start podman.socket`), or set DOCKER_HOST to the socket it has");

    public static Refusal NobodyListens(DockerEndpoint endpoint) => new(
        "MB2202", $"cannot reach the daemon at {endpoint}: nobody listens there", "start the daemon, such as with `systemctl start docker`");

    public static Refusal PermissionDenied(DockerEndpoint endpoint) => new(
        "MB2203",
        $"permission denied on the socket of the daemon at {endpoint}",
        "join the group of the socket (`usermod -aG docker $USER`, then log in again; its members are as good as root), or use a rootless daemon");

    public static Refusal TlsFailed(DockerEndpoint endpoint, string cause) => new(
        "MB2204",
        $"no TLS connection with the daemon at {endpoint}: {DaemonWords.Of(cause)}",
        "ca.pem must have signed the daemon's certificate, which must name this very host; cert.pem and key.pem must be what the daemon trusts");

    public static Refusal DaemonTooOld(DockerEndpoint endpoint, ApiVersion newest) => new(
        "MB2205",
        $"the daemon at {endpoint} speaks the Engine API up to {newest} only, and mcpbox needs {ApiVersion.Oldest}",
        "install Docker 19.03 or later, or Podman 4 or later");

    public static Refusal DaemonTooNew(DockerEndpoint endpoint, ApiVersion least) => new(
        "MB2205",
        $"the daemon at {endpoint} speaks the Engine API from {least} on only, and this mcpbox knows it up to {ApiVersion.Newest}",
        "install a newer mcpbox");

    public static Refusal NotADaemon(DockerEndpoint endpoint, string cause) => new(
        "MB2206", $"what answers at {endpoint} does not speak the Docker Engine API: {DaemonWords.Of(cause)}", Check);

    public static Refusal TimedOut(DockerEndpoint endpoint, string request) => new(
        "MB2207", $"the daemon at {endpoint} did not answer in time: {request}", "look at the daemon's log; a restart of the daemon often helps");

    public static Refusal ServerError(string request, int status, string words) => new(
        "MB2208", $"the daemon failed at {request} (status {status}): {DaemonWords.Of(words)}", "the message is the daemon's own; its log may say more");

    public static Refusal BadRequest(string request, int status, string words) => new(
        "MB2209",
        $"the daemon refused {request} (status {status}): {DaemonWords.Of(words)}",
        "the message is the daemon's own; it may lack something that the profile asks for");

    public static Refusal NotFound(string request, string words) => new(
        "MB2210", $"the daemon knows nothing of that name, {request}: {DaemonWords.Of(words)}", "somebody may have removed it meanwhile; start again");

    public static Refusal Conflict(string request, string words) => new(
        "MB2211", $"the daemon refused {request}, which stands against what is there: {DaemonWords.Of(words)}", "start again; `mcpbox gc` removes what dead sessions left");

    public static Refusal Unauthorized(string request, string words) => new(
        "MB2212",
        $"the daemon does not allow {request}: {DaemonWords.Of(words)}",
        "an authorization plugin or a proxy in front of the daemon decides this; ask who runs it");

    public static Refusal ImageGone(string words) => new(
        "MB2213", $"the daemon does not have the image: {words}", "`mcpbox pull` fetches it; nothing is pulled while a client waits");

    /// <summary>Which refusal an answer of 400 or more amounts to.</summary>
    public static Refusal FromStatus(string request, int status, string words) => status switch
    {
        401 or 403 => Unauthorized(request, words),
        404 => NotFound(request, words),
        409 => Conflict(request, words),
        < 500 => BadRequest(request, status, words),
        _ => ServerError(request, status, words),
    };
}
