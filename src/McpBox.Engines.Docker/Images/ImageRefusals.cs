using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images;

/// <summary>Every refusal about images, in the order of its codes (docs/errors.md).</summary>
internal static class ImageRefusals
{
    public static Refusal BadReference(string text, string problem) => new(
        "MB2220",
        $"\"{DaemonWords.Of(text)}\" is no image reference: {problem}",
        "write name, name:tag or name@sha256:…, with the registry in front where it is not Docker Hub");

    public static Refusal NoSuchImage(string reference, DockerEndpoint endpoint) => new(
        "MB2221",
        $"there is no image {reference} on the daemon at {endpoint}",
        $"mcpbox pull {reference}; nothing is pulled while a client waits");

    public static Refusal TagMoved(string reference, ImageRecord record, string found) => new(
        "MB2222",
        $"the tag {reference} has moved: {record.Digest} was recorded on {record.At.UtcDateTime:yyyy-MM-dd} and is gone from the daemon, which now has {found}",
        $"mcpbox pull {reference} takes what the registry has now, mcpbox pull --local {reference} what the daemon has; until then nothing runs");

    public static Refusal RecordsUnusable(string path, string cause) => new(
        "MB2223",
        $"the record of images, {path}, cannot be used: {DaemonWords.Of(cause)}",
        "mend it or give it to yourself alone; after its removal each tag is trusted anew on its next use");

    public static Refusal PullUnauthorized(ImageReference reference, string words) => new(
        "MB2224",
        $"the registry {reference.Domain} does not let you have {reference}: {DaemonWords.Of(words)}",
        $"docker login {reference.Domain}, or correct the name: many registries say this of a repository that does not exist");

    public static Refusal PullNotFound(ImageReference reference, string words) => new(
        "MB2225", $"the registry {reference.Domain} has no {reference}: {DaemonWords.Of(words)}", "correct the name, the tag or the digest");

    public static Refusal RegistryUnreachable(ImageReference reference, string words) => new(
        "MB2226",
        $"the daemon cannot reach the registry {reference.Domain}: {DaemonWords.Of(words)}",
        "look at the daemon's network, proxy and DNS; a registry without TLS must be among its insecure-registries");

    public static Refusal CredentialHelperFailed(string program, string cause) => new(
        "MB2227",
        $"{program} gave no credentials: {DaemonWords.Of(cause)}",
        "mend the helper, or remove it from credHelpers or credsStore of docker's config.json");

    public static Refusal PullFailed(ImageReference reference, string words) => new(
        "MB2228", $"{reference} could not be pulled: {DaemonWords.Of(words)}", "the message is the daemon's own; its log may say more");

    public static Refusal WrongImage(string reference, string cause) => new(
        "MB2229", $"the daemon's {reference} is not what was asked for: {DaemonWords.Of(cause)}", "remove it from the daemon (docker rmi), then mcpbox pull it again");
}
