using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Streams;
using McpBox.Posix.Io;

namespace McpBox.Engines.Docker.Running;

/// <summary>The container of a session, from outside.</summary>
/// <param name="name">Given to it by us, and so known before it exists.</param>
internal sealed class ContainerLife(DockerClient client, string name)
{
    /// <summary>Longer than a daemon under load takes to unmount and forget a container.</summary>
    private const int RemovalMilliseconds = 10_000;

    /// <summary>Kills what is in it by the daemon. Does nothing when it is gone.</summary>
    public void Kill() => Try(() => client.KillContainer(name, "SIGKILL"));

    /// <summary>Waits until it is gone; the daemon removes it when it ends, and is told to where it does not.</summary>
    public void AwaitRemoval() => Try(() =>
    {
        using var wait = client.BeginWait(name, WaitCondition.Removed);
        if (!Ends(wait))
            _ = client.RemoveContainer(name, force: true, volumes: true) && Ends(wait);
        return true;
    });

    /// <summary>Removes one that must not live, or was never started, and waits until it is gone.</summary>
    public void Remove() => Try(() =>
    {
        _ = client.RemoveContainer(name, force: true, volumes: true);
        AwaitRemoval();
        return true;
    });

    private static bool Ends(DockerWait wait)
    {
        Span<PollFd> entry = [new PollFd { Fd = (int)wait.Ended.DangerousGetHandle(), Events = Descriptor.PollIn }];
        Descriptor.Poll(entry, RemovalMilliseconds);
        return entry[0].Revents != 0;
    }

    /// <summary>A container that is gone, and a daemon that went with it, are the end that was asked for.</summary>
    private static void Try(Func<bool> request)
    {
        try
        {
            _ = request();
        }
        catch (DockerException)
        {
            // Nothing is left that we could do; what a dead daemon left, its restart or the next start's sweep takes away.
        }
    }
}
