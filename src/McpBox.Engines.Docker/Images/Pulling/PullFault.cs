using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images.Pulling;

/// <summary>Which refusal a failed pull amounts to. Daemons pass a registry's answer on as a sentence, whatever the status.</summary>
internal static class PullFault
{
    private static readonly string[] Denied =
        ["pull access denied", "unauthorized", "no basic auth credentials", "authentication required", "access to the resource is denied", "denied:", "forbidden"];

    private static readonly string[] Absent = ["manifest unknown", "manifest for ", "not found", "name unknown"];

    private static readonly string[] Away =
        ["dial tcp", "no such host", "connection refused", "i/o timeout", "network is unreachable", "TLS handshake", "x509:", "server gave HTTP response", "pinging container registry", "Client.Timeout", ": EOF"];

    public static Refusal Of(ImageReference reference, string words)
    {
        if (Says(Denied))
            return ImageRefusals.PullUnauthorized(reference, words);
        if (Says(Away))
            return ImageRefusals.RegistryUnreachable(reference, words);
        return Says(Absent) ? ImageRefusals.PullNotFound(reference, words) : ImageRefusals.PullFailed(reference, words);

        bool Says(string[] phrases) => phrases.Any(phrase => words.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}
