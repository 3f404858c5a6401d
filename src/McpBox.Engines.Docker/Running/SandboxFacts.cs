using System.Collections.Immutable;
using System.Globalization;
using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>What was really done, for the manifest.</summary>
internal static class SandboxFacts
{
    public static ImmutableSortedDictionary<string, string> Of(
        Daemon daemon, SandboxPlan plan, ContainerIdentity identity, StdioChoice stdio, ContainerStart start) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("container", start.Id),
            KeyValuePair.Create("engine", "docker"),
            KeyValuePair.Create("engine.api", daemon.Client.Version.ToString()),
            KeyValuePair.Create("engine.cgroups", "version " + daemon.Facts.CgroupVersion),
            KeyValuePair.Create("engine.endpoint", daemon.Client.Endpoint.ToString()),
            KeyValuePair.Create("engine.program", daemon.Facts.IsPodman ? "podman" : "dockerd"),
            KeyValuePair.Create("engine.runtime", plan.Runtime ?? daemon.Facts.DefaultRuntime),
            KeyValuePair.Create("engine.storage", daemon.Facts.StorageDriver),
            KeyValuePair.Create("engine.version", daemon.Facts.Version),
            KeyValuePair.Create("engine.where", daemon.Facts.Distance ?? "this machine"),
            KeyValuePair.Create("identity.gid", identity.Gid.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("identity.uid", identity.Uid.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("image", plan.Image!.Id),
            KeyValuePair.Create("limits.core", "rlimit"),
            KeyValuePair.Create("limits.cpu", "cgroup"),
            KeyValuePair.Create("limits.file-size", "rlimit"),
            KeyValuePair.Create("limits.memory", "cgroup"),
            KeyValuePair.Create("limits.open-files", "rlimit"),
            KeyValuePair.Create("limits.pids", "cgroup"),
            KeyValuePair.Create("mounts", start.MountsBy),
            KeyValuePair.Create("namespaces", daemon.Facts is { IsPodman: true, CgroupVersion: "1" } ? "ipc mount net pid uts" : "cgroup ipc mount net pid uts"),
            KeyValuePair.Create("network", PlanWords.Of(plan.Network)),
            KeyValuePair.Create("seccomp", "allowlist"),
            KeyValuePair.Create("stdio", $"{PlanWords.Of(stdio.Mode)}: {stdio.Reason}"),
        ]);
}
