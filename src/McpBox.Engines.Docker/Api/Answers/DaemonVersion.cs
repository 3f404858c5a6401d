using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>GET /version.</summary>
/// <param name="Version">The program's own: <c>20.10.24+dfsg1</c>.</param>
/// <param name="Os"><c>linux</c>; <c>windows</c> where it runs Windows containers.</param>
/// <param name="Arch">As Go names it: <c>amd64</c>.</param>
internal sealed record DaemonVersion(
    string? Version,
    string? ApiVersion,
    [property: JsonPropertyName("MinAPIVersion")] string? MinApiVersion,
    string? Os,
    string? Arch,
    string? KernelVersion,
    List<DaemonComponent>? Components)
{
    /// <summary>True for Podman's compatible socket.</summary>
    [JsonIgnore]
    public bool IsPodman => Components?.Exists(static component => component?.Name?.Contains("Podman", StringComparison.OrdinalIgnoreCase) == true) == true;
}

/// <summary>A part of the daemon.</summary>
internal sealed record DaemonComponent(string? Name, string? Version);
