using System.Collections.Immutable;
using System.Text;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>A running sandbox.</summary>
internal sealed class BubblewrapSandbox(SandboxProcesses processes, SessionLimits limits, SafeFileHandle status, SafeFileHandle words) : ISandbox
{
    private SandboxExit? _exit;
    private bool _killed;
    private bool _disposed;

    public required SafeFileHandle Input { get; init; }

    public required SafeFileHandle Output { get; init; }

    public required SafeFileHandle Error { get; init; }

    public ProbeReport Probe { get; init; } = new([]);

    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    public SafeFileHandle ExitSignal => processes.Init;

    public void Terminate() => processes.Terminate();

    public void Kill()
    {
        if (_exit is not null)
            return;
        _killed = true;
        processes.Kill();
    }

    public SandboxExit WaitForExit()
    {
        if (_exit is not null)
            return _exit;
        var monitor = processes.Wait();
        return _exit = ReadExit(monitor?.Signal) with { OutOfMemory = limits.KilledForMemory() };
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Kill();
        _ = WaitForExit();
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
        status.Dispose();
        words.Dispose();
        processes.Dispose();
        limits.Dispose();
    }

    /// <param name="killedBy">The signal that ended bwrap's monitor, and with it everything else, from outside.</param>
    private SandboxExit ReadExit(int? killedBy)
    {
        var code = StatusReport.Parse(Descriptors.ReadToEnd(status)).ExitCode;
        return code switch
        {
            // bwrap says a signal as 128+n, as a shell does; a server that exits so by itself reads the same.
            > 128 and <= 192 => new SandboxExit(null, code - 128),
            not null => new SandboxExit(code, null),
            null when _killed || killedBy is not null => new SandboxExit(null, killedBy ?? Libc.SigKill),
            null => new SandboxExit(null, null, Encoding.UTF8.GetString(Descriptors.ReadToEnd(words)).Trim()),
        };
    }
}
