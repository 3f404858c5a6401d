using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Translation;

/// <summary>A mount of the daemon's host.</summary>
/// <param name="Source">Absolute path; the name of a volume where <paramref name="IsVolume"/>.</param>
/// <param name="Relabel">The daemon is to give it SELinux's label for files of containers: for mcpbox's own files only.</param>
internal sealed record ContainerMount(string Source, string Target, bool Writable = false, bool IsVolume = false, bool Relabel = false);

/// <summary>Every mount of a container that is no tmpfs: mcpbox's own, and the plan's.</summary>
internal static class ContainerMounts
{
    /// <summary>The shallowest first, so that no mount is covered by one that holds it.</summary>
    public static ImmutableArray<ContainerMount> Of(SandboxPlan plan, DaemonFacts facts, Placement placement) =>
    [
        .. Own(facts, placement)
            .Concat(plan.Mounts.Select(static mount => new ContainerMount(mount.Source, mount.Target, mount.Writable)))
            .OrderBy(static mount => mount.Target.Count(static c => c == '/'))
            .ThenBy(static mount => mount.Target, StringComparer.Ordinal),
    ];

    private static IEnumerable<ContainerMount> Own(DaemonFacts facts, Placement placement)
    {
        yield return facts.IsLocal
            ? new ContainerMount(placement.Init, ContainerPaths.Init)
            : new ContainerMount(placement.Init, ContainerPaths.InitFolder, IsVolume: true);
        if (placement.Pipes is { } pipes)
            yield return new ContainerMount(pipes, ContainerPaths.Pipes, Relabel: facts.HasSelinux);
        foreach (var (source, target) in new[] { (placement.Hosts, "/etc/hosts"), (placement.Resolver, "/etc/resolv.conf"), (placement.NameSources, "/etc/nsswitch.conf") })
        {
            if (source is not null)
                yield return new ContainerMount(source, target, Relabel: facts.HasSelinux);
        }
    }
}
