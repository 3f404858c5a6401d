using McpBox.Engines.Docker.Api;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>What a registry has under a tag (OCI distribution specification 1.1, Checking if content exists in the registry). Nothing is fetched, and no daemon is asked.</summary>
public static class RegistryDigest
{
    private const string Kinds =
        "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";

    /// <returns><c>sha256:…</c>: of the index where there are several platforms, which is what daemons record, too.</returns>
    /// <exception cref="SandboxException">MB2219, MB2220, MB2227, MB6611 to MB6613.</exception>
    public static string Of(string reference, IReadOnlyDictionary<string, string> environment, string home) =>
        RegistryVisit.To(reference, "pull", environment, home, static (target, talk) =>
        {
            if (target.Digest is { } pinned)
                return pinned;
            using var answer = talk.Send(() => new HttpRequestMessage(HttpMethod.Head, talk.At($"manifests/{target.Tag}")) { Headers = { { "Accept", Kinds } } });
            talk.Require(answer);
            return answer.Headers.TryGetValues("Docker-Content-Digest", out var digests) && digests.FirstOrDefault() is { } digest && ReferenceGrammar.IsDigest(digest)
                ? digest
                : throw new DockerException(PushRefusals.NotTaken(target.Domain, "it says no digest"));
        });
}
