using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>GET /images/{reference}/json.</summary>
/// <param name="Id">Digest of the configuration, <c>sha256:…</c>; Podman may leave the prefix away.</param>
/// <param name="RepoDigests"><c>repository@sha256:…</c>, one for each registry it was pulled from or pushed to; none for an image built here.</param>
internal sealed record ImageDetails(
    [property: JsonRequired] string Id,
    List<string>? RepoTags,
    List<string>? RepoDigests,
    string? Os,
    string? Architecture,
    ImageConfiguration? Config);

/// <summary>What the image itself says about its start.</summary>
internal sealed record ImageConfiguration(
    List<string>? Entrypoint, List<string>? Cmd, List<string>? Env, string? WorkingDir, string? User, Dictionary<string, string>? Labels,
    Dictionary<string, System.Text.Json.JsonElement>? Volumes = null);
