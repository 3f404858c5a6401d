using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>
/// A child started by posix_spawn(3) with exactly the descriptors and the environment that it is given, every signal at its default and
/// none blocked (the .NET runtime ignores SIGPIPE, and a child would inherit that), in a session of its own.
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
    /// <param name="path">Absolute path; PATH is not searched.</param>
    /// <param name="arguments">The argument vector, its first element included.</param>
    /// <param name="environment">The whole environment, <c>NAME=value</c> each.</param>
    /// <param name="descriptors">Element n becomes descriptor n of the child. At least 0, 1 and 2.</param>
    /// <exception cref="Win32Exception">The program could not be started; its NativeErrorCode is the errno.</exception>
    public static unsafe ChildProcess Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<SafeFileHandle> descriptors)
    {
        if (descriptors.Count < 3)
            throw new ArgumentException("A child gets at least a stdin, a stdout and a stderr.", nameof(descriptors));
        var actions = stackalloc byte[SpawnNative.OpaqueSize];
        var attributes = stackalloc byte[SpawnNative.OpaqueSize];
        var signals = stackalloc byte[SpawnNative.OpaqueSize];
        _ = SpawnNative.ActionsInit(actions);
        _ = SpawnNative.AttributesInit(attributes);
        using var table = new DescriptorTable(descriptors);
        using var argv = new NullTerminatedList(arguments);
        using var envp = new NullTerminatedList(environment);
        try
        {
            _ = SpawnNative.SigFillSet(signals);
            _ = SpawnNative.AttributesSetSigDefault(attributes, signals);
            _ = SpawnNative.SigEmptySet(signals);
            _ = SpawnNative.AttributesSetSigMask(attributes, signals);
            _ = SpawnNative.AttributesSetFlags(
                attributes, SpawnNative.SpawnSetSigDefault | SpawnNative.SpawnSetSigMask | SpawnNative.SpawnSetSid);
            for (var target = 0; target < descriptors.Count; target++)
                ThrowOnError(SpawnNative.ActionsAddDup2(actions, table[target], target));
            CloseTheRest(actions, descriptors.Count);

            fixed (byte* program = Encoding.UTF8.GetBytes(path + "\0"))
            {
                ThrowOnError(SpawnNative.PosixSpawn(out var id, program, actions, attributes, argv.Pointer, envp.Pointer));
                return new ChildProcess(id, ProcessDescriptor.Open(id));
            }
        }
        finally
        {
            _ = SpawnNative.ActionsDestroy(actions);
            _ = SpawnNative.AttributesDestroy(attributes);
        }
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

    /// <summary>In the child, where no thread of ours can open another one meanwhile; with an older C library, here and beforehand.</summary>
    private static unsafe void CloseTheRest(void* actions, int from)
    {
        try
        {
            ThrowOnError(SpawnNative.ActionsAddCloseFrom(actions, from));
        }
        catch (EntryPointNotFoundException)
        {
            DescriptorTable.MarkAllCloseOnExec();
        }
    }

    private static void ThrowOnError(int errno)
    {
        if (errno != 0)
            throw new Win32Exception(errno);
    }
}
