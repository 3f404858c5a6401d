using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// The processes of a sandbox that we know: bwrap's monitor on the host, and pid 1 inside, our init. When pid 1 ends, the kernel has killed
/// and reaped everything in the namespace before it lets the end be seen (pid_namespaces(7)).
/// </summary>
internal sealed class SandboxProcesses(ChildProcess monitor, int initId, SafeFileHandle init) : IDisposable
{
    /// <summary>A pidfd of pid 1.</summary>
    public SafeFileHandle Init => init;

    public void Kill() => ProcessSignal.Send(init, Libc.SigKill);

    /// <summary>Waits for the end of both.</summary>
    /// <returns>How bwrap's monitor ended, where that is known.</returns>
    public WaitStatus? Wait()
    {
        // The monitor ends with pid 1. Ended by somebody else, it leaves one that became nobody behind, which then ends with the server.
        _ = Descriptors.Poll((init, Libc.PollIn));
        var status = monitor.Wait();

        // Ours to reap only when the monitor, its parent, ended first.
        _ = ProcessDescriptor.Reap(initId);
        return status;
    }

    public void Dispose()
    {
        init.Dispose();
        monitor.Dispose();
    }
}
