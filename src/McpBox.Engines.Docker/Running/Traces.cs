using System.Globalization;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Running;

/// <summary>Containers and session folders of this user's, with a living owner or a dead one.</summary>
internal static class Traces
{
    private const string Engine = "docker";

    /// <summary>Containers, by their ids.</summary>
    /// <exception cref="DockerException">The daemon cannot be asked.</exception>
    public static IEnumerable<SandboxTrace> Containers(DockerClient client)
    {
        var own = $"{ContainerLabels.OwnerUid}={Caller.EffectiveUserId().ToString(CultureInfo.InvariantCulture)}";
        return client.ListContainers(own).Where(HasItsName).Select(static container => new SandboxTrace(
            Engine,
            container.Labels![ContainerLabels.Session],
            container.Labels!.GetValueOrDefault(ContainerLabels.Server) ?? "",
            IsAlive(container),
            container.Id));
    }

    /// <summary>Whether a container has a living owner. A process of another machine, or one that the labels do not say, may live; it is not ours to judge.</summary>
    public static bool IsAlive(ContainerSummary container) =>
        container.Labels?.GetValueOrDefault(ContainerLabels.Machine) != MachineName.Read() || ContainerLabels.Owner(container.Labels) is not { } owner || owner.IsAlive();

    /// <summary>Folders, by their paths.</summary>
    public static IEnumerable<SandboxTrace> Folders(RunFolder run) =>
        SessionFolder.Find(run).Select(static folder => new SandboxTrace(Engine, folder.Session, "", folder.Owner.IsAlive(), folder.Path));

    /// <summary>
    /// Labels alone say little: an image brings its own into every container made from it, and one that was committed from a session's container has
    /// that session's. The name is given to one container, by whoever makes it: the session's, or that of what brings the init to a daemon elsewhere.
    /// </summary>
    private static bool HasItsName(ContainerSummary container) =>
        container.Labels?.GetValueOrDefault(ContainerLabels.Session) is { } session
        && container.Names?.Exists(name => name == "/" + Placement.NameOf(session) || (name is ['/', .. var plain] && InitVolume.IsName(plain))) == true;
}
