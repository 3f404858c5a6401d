using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>GET /containers/{id}/json: what is asked at run time. The read-back of the hard defaults reads the raw document.</summary>
/// <param name="Image">The image's id, <c>sha256:…</c>; Podman leaves the prefix away.</param>
internal sealed record ContainerDetails([property: JsonRequired] string Id, string? Name, string? Image, [property: JsonRequired] ContainerState State);

/// <summary>Where a container is in its life.</summary>
/// <param name="Status"><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c> or <c>dead</c>.</param>
/// <param name="Pid">Of its first process, in the pid namespace of the daemon; 0 when it does not run.</param>
/// <param name="OutOfMemory">True when the kernel killed a process in it for want of memory.</param>
/// <param name="Error">Why it could not be started, in the daemon's words.</param>
internal sealed record ContainerState(
    string? Status,
    bool Running,
    int Pid,
    int ExitCode,
    [property: JsonPropertyName("OOMKilled")] bool OutOfMemory,
    string? Error,
    string? StartedAt,
    string? FinishedAt);
