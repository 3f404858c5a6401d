using System.Collections.Immutable;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Translation;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Engines.Docker;

/// <summary>What a daemon and an image must be for a plan to be honoured.</summary>
internal static class Requirements
{
    /// <summary>Places that a container makes itself, or mcpbox in it.</summary>
    private static readonly string[] Reserved = ["/dev", "/proc", "/sys", ContainerPaths.Pipes, ContainerPaths.InitFolder];

    /// <param name="image">What the daemon says of the plan's image; null when it does not have it.</param>
    public static ImmutableArray<Refusal> Check(SandboxPlan plan, DaemonFacts facts, ImageDetails? image)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        Add(image is null ? DockerRefusals.ImageMissing(plan.Image!.Reference) : Volumes(plan, image));
        Add(Runtime(plan.Runtime, facts));
        Add(facts.Unlimited.IsEmpty ? null : DockerRefusals.CannotLimit(facts.Unlimited));
        var stdio = StdioChoice.Of(plan, facts);
        Add(stdio.Refusal);
        var alone = plan is { Listeners.IsEmpty: true, Hosts.IsEmpty: true, Resolver: null };
        Add(alone || stdio.Mode == StdioMode.Fifo ? InitRefusals.OfNetwork(plan) : DockerRefusals.CannotListen(stdio.Reason));
        Add(facts is { IsPodman: true, IsLocal: false } ? DockerRefusals.FilterNeedsFile() : null);
        foreach (var mount in plan.Mounts)
            Add(Mount(mount, facts));
        return refusals.ToImmutable();

        void Add(Refusal? refusal)
        {
            if (refusal is not null)
                refusals.Add(refusal);
        }
    }

    private static Refusal? Runtime(string? runtime, DaemonFacts facts)
    {
        if (runtime is null || (facts.IsPodman && runtime == facts.DefaultRuntime))
            return null;
        if (facts.IsPodman)
            return DockerRefusals.RuntimeFixed(runtime, facts.DefaultRuntime);
        return facts.Runtimes.Contains(runtime) ? null : DockerRefusals.RuntimeUnknown(runtime, facts.Runtimes);
    }

    private static Refusal? Volumes(SandboxPlan plan, ImageDetails image)
    {
        var covered = plan.Mounts.Select(static mount => mount.Target).Append("/tmp").Append(plan.Home);
        var open = image.Config?.Volumes?.Keys.Except(covered, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() ?? [];
        return open.Length == 0 ? null : DockerRefusals.ImageVolumes(open);
    }

    private static Refusal? Mount(PlanMount mount, DaemonFacts facts)
    {
        if (mount.Target == "/" || Array.Exists(Reserved, place => mount.Target == place || mount.Target.StartsWith(place + "/", StringComparison.Ordinal)))
            return DockerRefusals.TargetReserved(mount.Target);
        if (facts.Distance is { } distance)
            return DockerRefusals.MountsImpossible(mount.Source, distance);
        return facts.HasSelinux ? SelinuxLabels.Refuse(mount.Source) : null;
    }
}
