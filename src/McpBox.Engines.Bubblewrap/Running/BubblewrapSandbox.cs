using System.Collections.Immutable;
using System.Text;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>A running sandbox.</summary>
internal sealed class BubblewrapSandbox(SandboxProcesses processes, SessionLimits limits, LaunchPipes pipes, InitChannel channel) : ISandbox
{
    private SandboxExit? _exit;
    private bool _killed;
    private bool _disposed;

    public required SafeFileHandle Input { get; init; }

    public required SafeFileHandle Output { get; init; }

    public required SafeFileHandle Error { get; init; }

    public ImmutableArray<SafeFileHandle> Listeners => pipes.Listeners;

    public required ProbeReport Probe { get; init; }

    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    public SafeFileHandle ExitSignal => processes.Init;

    public void Terminate()
    {
        if (_exit is not null)
            return;
        try
        {
            channel.Terminate();
        }
        catch (IOException)
        {
            // The init is gone, and the server with it: that is all that was asked.
        }
    }

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
        pipes.CloseOurEnds();
        processes.Dispose();
        limits.Dispose();
    }

    /// <param name="killedBy">The signal that ended bwrap's monitor, and with it everything else, from outside.</param>
    private SandboxExit ReadExit(int? killedBy) => LastEvent() switch
    {
        InitEvent.Exited exited => new SandboxExit(exited.Code, exited.Signal),
        InitEvent.Failed failed => new SandboxExit(null, null, failed.Message),
        null when !_killed && killedBy is null => new SandboxExit(null, null, Encoding.UTF8.GetString(Descriptors.ReadToEnd(pipes.Words.Reader)).Trim()),

        // The init was killed, by us or for memory, and everything with it.
        _ => new SandboxExit(null, killedBy ?? Libc.SigKill),
    };

    private InitEvent? LastEvent()
    {
        InitEvent? last = null;
        try
        {
            while (channel.NextEvent() is { } next)
                last = next;
        }
        catch (InitProtocolException)
        {
            // Killed in the middle of a word.
        }

        return last;
    }
}
