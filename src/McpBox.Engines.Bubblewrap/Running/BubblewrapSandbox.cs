using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// A running sandbox: bwrap's monitor on the host, its pid 1 inside, and the server as that one's child. When pid 1 ends the kernel has
/// killed everything in the namespace before it lets the end be seen (pid_namespaces(7)).
/// </summary>
internal sealed class BubblewrapSandbox(
    ChildProcess monitor, int initId, SafeFileHandle init, SafeFileHandle status, ImmutableSortedDictionary<string, string> facts) : ISandbox
{
    private SandboxExit? _exit;
    private bool _killed;

    public required SafeFileHandle Input { get; init; }

    public required SafeFileHandle Output { get; init; }

    public required SafeFileHandle Error { get; init; }

    public SafeFileHandle ExitSignal => init;

    public ImmutableSortedDictionary<string, string> Facts => facts;

    public void Terminate()
    {
        try
        {
            if (_exit is null && FindServer() is { } server)
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

    public void Kill()
    {
        if (_exit is not null)
            return;
        _killed = true;
        ProcessSignal.Send(init, Libc.SigKill);
    }

    public SandboxExit WaitForExit()
    {
        if (_exit is not null)
            return _exit;

        // The monitor ends with the server and takes pid 1 with it; the other way round it ends with pid 1.
        _ = monitor.Wait();
        _ = Descriptors.Poll((init, Libc.PollIn));

        // Ours to reap only when the monitor, its parent, ended first.
        _ = ProcessDescriptor.Reap(initId);
        return _exit = ReadExit();
    }

    public void Dispose()
    {
        Kill();
        _ = WaitForExit();
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
        init.Dispose();
        status.Dispose();
        monitor.Dispose();
    }

    private SandboxExit ReadExit()
    {
        var code = StatusReport.Parse(Descriptors.ReadToEnd(status)).ExitCode;
        return code switch
        {
            // bwrap says a signal as 128+n, as a shell does; a server that exits so by itself reads the same.
            > 128 and <= 192 => new SandboxExit(null, code - 128),
            not null => new SandboxExit(code, null),
            null when _killed => new SandboxExit(null, Libc.SigKill),
            null => new SandboxExit(null, null, "bubblewrap could not execute the server; its reason is the last line of stderr"),
        };
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
