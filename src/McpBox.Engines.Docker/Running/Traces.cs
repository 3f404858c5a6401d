using System.Collections.Immutable;
using System.Globalization;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>Containers and session folders of this user's, with a living owner or a dead one.</summary>
internal static class Traces
{
    private const string Engine = "docker";

    /// <summary>Containers by their ids, folders by their paths.</summary>
    /// <exception cref="DockerException">The daemon cannot be asked.</exception>
    public static ImmutableArray<SandboxTrace> Find(DockerClient client, RunFolder run)
    {
        var own = $"{ContainerLabels.OwnerUid}={Caller.EffectiveUserId().ToString(CultureInfo.InvariantCulture)}";
        var machine = MachineName.Read();
        var containers = client.ListContainers(own).Select(container => (container.Id, Labels: container.Labels ?? []))
            .Select(container => new SandboxTrace(
                Engine,
                container.Labels.GetValueOrDefault(ContainerLabels.Session, ""),
                container.Labels.GetValueOrDefault(ContainerLabels.Server, ""),
                IsAlive(container.Labels, machine),
                container.Id));
        var folders = SessionFolder.Find(run).Select(static folder => new SandboxTrace(Engine, folder.Session, "", folder.Owner.IsAlive(), folder.Path));
        return [.. containers, .. folders];
    }

    /// <summary>Does nothing when it is gone, or its owner lives: asked again, because the trace may be old.</summary>
    /// <exception cref="DockerException">The daemon cannot be asked.</exception>
    /// <exception cref="IOException">The folder cannot be removed.</exception>
    public static void Remove(SandboxTrace trace, DockerClient client, RunFolder run)
    {
        if (!Find(client, run).Any(found => found.What == trace.What && !found.OwnerAlive))
            return;
        if (trace.What.StartsWith('/'))
            SessionFolder.Remove(trace.What);
        else
            new ContainerLife(client, trace.What).Remove();
    }

    /// <summary>A process of another machine, or one that the labels do not say, may live; it is not ours to judge.</summary>
    private static bool IsAlive(IReadOnlyDictionary<string, string> labels, string machine) =>
        labels.GetValueOrDefault(ContainerLabels.Machine) != machine || ContainerLabels.Owner(labels) is not { } owner || owner.IsAlive();
}
