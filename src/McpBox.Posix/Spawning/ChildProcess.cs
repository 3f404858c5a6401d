using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>
/// A child, started as <see cref="NewProcess"/> does, and the right to wait for it and to end it.
/// </summary>
/// <remarks>
/// A child that asks for PR_SET_PDEATHSIG, as <c>bwrap --die-with-parent</c> does, is killed when the <em>thread</em> that spawned it ends.
/// Spawn such a child from a thread that lives as long as the process: the main thread.
/// </remarks>
public sealed class ChildProcess : IDisposable
{
    private WaitStatus? _status;

    private ChildProcess(int id, SafeFileHandle descriptor)
    {
        Id = id;
        Descriptor = descriptor;
    }

    public int Id { get; }

    /// <summary>A pidfd (pidfd_open(2)): polls readable once the child has ended.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>Starts a program.</summary>
    /// <inheritdoc cref="NewProcess.Start" path="/param"/>
    /// <exception cref="Win32Exception">The program could not be started; its NativeErrorCode is the errno.</exception>
    public static ChildProcess Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<SafeFileHandle> descriptors)
    {
        var id = NewProcess.Start(path, arguments, environment, descriptors);
        return new ChildProcess(id, ProcessDescriptor.Open(id));
    }

    /// <summary>Sends SIGKILL. Does nothing once the child was awaited: its number may be somebody else's by then.</summary>
    public void Kill()
    {
        if (_status is null)
            _ = SpawnNative.Kill(Id, 9);
    }

    /// <summary>
    /// Waits for the end and reaps the child; asks for this child only, never for any. Null when somebody else reaped it, as the kernel does
    /// where SIGCHLD is ignored.
    /// </summary>
    public WaitStatus? Wait()
    {
        if (_status is not null)
            return _status == WaitStatus.Lost ? null : _status;
        _status = ProcessDescriptor.Reap(Id) ?? WaitStatus.Lost;
        return _status == WaitStatus.Lost ? null : _status;
    }

    public void Dispose() => Descriptor.Dispose();
}
