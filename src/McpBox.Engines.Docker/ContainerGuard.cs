using System.Diagnostics;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Translation;

namespace McpBox.Engines.Docker;

/// <summary>The other end of a start's guard: a process that cleans up when the one that started it is killed.</summary>
public static class ContainerGuard
{
    /// <summary>
    /// A create that was under way when mcpbox was killed is finished by the daemon nevertheless, and nothing tells when: the guard looks so
    /// often, and so long by the clock: what is left of a session, this guard included, is gone within five seconds.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the end of stdin, then removes the session's containers and the folder.</summary>
    /// <param name="arguments">Session, folder or nothing, and the endpoint's words, as <see cref="Guard"/> wrote them.</param>
    /// <returns>Exit code; nobody reads it.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var session, var folder, .. var words] || Guard.Endpoint(words) is not { } endpoint)
            return 1;
        using (var leash = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(0, ownsHandle: true), FileAccess.Read, bufferSize: 0))
        {
            while (leash.ReadByte() >= 0)
            {
                // Nothing that comes has a meaning; only the end does.
            }
        }

        if (folder.Length > 0)
            SessionFolder.Remove(folder);
        using var never = new ManualResetEventSlim();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && !TryRemove(endpoint, session, isElsewhere: folder.Length == 0))
            _ = never.Wait(Pause);
        return 0;
    }

    /// <returns>True when nothing more can come.</returns>
    private static bool TryRemove(Api.Endpoints.DockerEndpoint endpoint, string session, bool isElsewhere)
    {
        try
        {
            var client = DockerClient.Connect(endpoint);
            if (!isElsewhere)
                return client.RemoveContainer(Placement.NameOf(session), force: true, volumes: true);

            // Two are made there, the second one to bring the init, and no removal of one says that the other one is not under way.
            foreach (var trace in Traces.Containers(client).Where(trace => trace.Session == session))
                _ = client.RemoveContainer(trace.What, force: true, volumes: true);
            return false;
        }
        catch (DockerException)
        {
            // A daemon that is busy or restarts; the next look may find it.
            return false;
        }
    }
}
