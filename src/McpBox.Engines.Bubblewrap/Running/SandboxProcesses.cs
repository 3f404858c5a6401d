using System.ComponentModel;
using System.Globalization;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// The processes of a sandbox: bwrap's monitor on the host, its pid 1 inside, the server as that one's child, and the guard. When pid 1
/// ends, the kernel has killed and reaped everything in the namespace before it lets the end be seen (pid_namespaces(7)).
/// </summary>
internal sealed class SandboxProcesses(ChildProcess monitor, int initId, SafeFileHandle init, Guard guard) : IDisposable
{
    private bool _ended;

    /// <summary>A pidfd of pid 1.</summary>
    public SafeFileHandle Init => init;

    public void Terminate()
    {
        try
        {
            if (!_ended && FindServer() is { } server)
            {
                using var process = ProcessDescriptor.Open(server);
                if (FindServer() == server)
                    ProcessSignal.Send(process, Libc.SigTerm);
            }
        }
        catch (Exception exception) when (exception is IOException or Win32Exception)
        {
            // The server ended while we looked for it, which is all that was asked.
        }
    }

    public void Kill() => ProcessSignal.Send(init, Libc.SigKill);

    /// <summary>Waits for the end of all of them.</summary>
    /// <returns>How bwrap's monitor ended, where that is known.</returns>
    public WaitStatus? Wait()
    {
        // The monitor ends with the server and takes pid 1 with it; the other way round it ends with pid 1.
        var status = monitor.Wait();
        _ = Descriptors.Poll((init, Libc.PollIn));
        guard.Dispose();

        // Ours to reap only when the monitor, its parent, ended first.
        _ = ProcessDescriptor.Reap(initId);
        _ended = true;
        return status;
    }

    public void Dispose()
    {
        init.Dispose();
        monitor.Dispose();
        guard.Dispose();
    }

    /// <summary>Process number, on the host, of the server: pid 2 inside. Children of pid 1 that have other numbers are orphans it took in.</summary>
    private int? FindServer()
    {
        foreach (var child in File.ReadAllText($"/proc/{initId}/task/{initId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = File.ReadLines($"/proc/{child}/status").FirstOrDefault(static line => line.StartsWith("NSpid:", StringComparison.Ordinal));
            if (numbers?.Split('\t') is [.., "2"])
                return int.Parse(child, CultureInfo.InvariantCulture);
        }

        return null;
    }
}
