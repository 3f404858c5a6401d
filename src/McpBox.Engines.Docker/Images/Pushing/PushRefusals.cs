using McpBox.Engines.Docker.Api;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>Every refusal of a push, in the order of its codes (docs/errors.md).</summary>
internal static class PushRefusals
{
    public static Refusal Denied(string domain, string words) => new(
        "MB6611", $"the registry {domain} does not let you in: {DaemonWords.Of(words)}", $"docker login {domain}, or podman login with its file named in DOCKER_CONFIG; or correct the name");

    public static Refusal Unreachable(string domain, string cause) => new(
        "MB6612",
        $"the registry {domain} cannot be reached: {DaemonWords.Of(cause)}",
        "look at its name, your network, proxy (HTTPS_PROXY) and authorities (SSL_CERT_FILE); without TLS only a registry on this machine is spoken to");

    public static Refusal NotTaken(string domain, string words) => new(
        "MB6613", $"the registry {domain} did not take the image: {DaemonWords.Of(words)}", "the message is the registry's own");
}
