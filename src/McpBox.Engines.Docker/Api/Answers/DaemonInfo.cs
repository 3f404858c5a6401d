using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>GET /info, as far as it says what this daemon can honour and where it runs.</summary>
/// <param name="Id">Of the daemon; Podman gives none.</param>
/// <param name="Name">The daemon's host name.</param>
/// <param name="Driver">Of storage: <c>overlay2</c>.</param>
/// <param name="Runtimes">OCI runtimes by name.</param>
/// <param name="SecurityOptions">Such as <c>name=seccomp,profile=default</c>, <c>name=rootless</c>, <c>name=userns</c>, <c>name=selinux</c>, <c>name=apparmor</c>.</param>
internal sealed record DaemonInfo(
    [property: JsonPropertyName("ID")] string? Id,
    string? Name,
    [property: JsonPropertyName("OSType")] string? OsType,
    string? OperatingSystem,
    string? Architecture,
    string? KernelVersion,
    string? ServerVersion,
    string? Driver,
    string? CgroupDriver,
    string? CgroupVersion,
    string? DefaultRuntime,
    Dictionary<string, JsonElement>? Runtimes,
    List<string>? SecurityOptions,
    [property: JsonPropertyName("NCPU")] int Processors,
    long MemTotal,
    bool MemoryLimit,
    bool SwapLimit,
    bool PidsLimit,
    [property: JsonPropertyName("CpuCfsQuota")] bool CpuQuota);
