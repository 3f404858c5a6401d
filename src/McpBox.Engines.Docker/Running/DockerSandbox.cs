using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Running;

/// <summary>A running container.</summary>
internal sealed class DockerSandbox(StdioLink link, ContainerLife container, ContainerEnding ending, IDisposable sweep) : ISandbox
{
    /// <summary>What an init needs to end everything, many times over; one that was stopped (SIGSTOP) never does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int SigKill = 9;

    private SandboxExit? _exit;
    private bool _killed;
    private bool _disposed;

    public SafeFileHandle Input => link.Input;

    public SafeFileHandle Output => link.Output;

    public SafeFileHandle Error => link.Error;

    public ImmutableArray<SafeFileHandle> Listeners => link.Listeners;

    public SafeFileHandle ExitSignal => link.Ended;

    public required ProbeReport Probe { get; init; }

    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    public void Terminate()
    {
        if (_exit is null)
            link.Terminate();
    }

    public void Kill()
    {
        if (_killed)
            return;
        _killed = true;
        link.End();
    }

    public SandboxExit WaitForExit()
    {
        if (_exit is not null)
            return _exit;
        InitEvent.Exited? exit;
        if (_killed)
        {
            if (!link.Await(Patience, out exit))
            {
                container.Kill();
                _ = link.Await(Patience, out exit);
            }
        }
        else
        {
            _ = link.Await(Timeout.InfiniteTimeSpan, out exit);
        }

        return _exit = Describe(exit);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Kill();
        _ = WaitForExit();
        link.Dispose();
        container.AwaitRemoval();
        sweep.Dispose();
    }

    private SandboxExit Describe(InitEvent.Exited? exit)
    {
        if (exit is { Code: not null } or { Signal: not null })
            return new SandboxExit(exit.Code, exit.Signal, OutOfMemory: exit.OutOfMemory ?? ending.WasOutOfMemory());
        return _killed ? new SandboxExit(null, SigKill) : ending.Ask();
    }
}
