using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>
/// Starts a process by posix_spawn(3) with exactly the descriptors and the environment that it is given, every signal at its default and
/// none blocked (the .NET runtime ignores SIGPIPE, and a child would inherit that), in a session of its own.
/// </summary>
public static unsafe class NewProcess
{
    /// <summary>Starts a program, in the working directory of this process.</summary>
    /// <param name="path">Absolute path; PATH is not searched.</param>
    /// <param name="arguments">The argument vector, its first element included.</param>
    /// <param name="environment">The whole environment, <c>NAME=value</c> each.</param>
    /// <param name="descriptors">Element n becomes descriptor n of the child. At least 0, 1 and 2.</param>
    /// <returns>The number of the child, which the caller has to reap.</returns>
    /// <exception cref="Win32Exception">The program could not be started; its NativeErrorCode is the errno.</exception>
    /// <exception cref="ArgumentException">A string holds a NUL.</exception>
    public static int Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<SafeFileHandle> descriptors)
    {
        if (descriptors.Count < 3)
            throw new ArgumentException("A child gets at least a stdin, a stdout and a stderr.", nameof(descriptors));
        var actions = stackalloc byte[SpawnNative.OpaqueSize];
        var attributes = stackalloc byte[SpawnNative.OpaqueSize];
        _ = SpawnNative.ActionsInit(actions);
        _ = SpawnNative.AttributesInit(attributes);
        using var table = new DescriptorTable(descriptors);
        using var argv = new NullTerminatedList(arguments);
        using var envp = new NullTerminatedList(environment);
        try
        {
            ResetSignals(attributes);
            for (var target = 0; target < descriptors.Count; target++)
                ThrowOnError(SpawnNative.ActionsAddDup2(actions, table[target], target));
            CloseTheRest(actions, descriptors.Count);

            fixed (byte* program = Encoding.UTF8.GetBytes(path + "\0"))
            {
                ThrowOnError(SpawnNative.PosixSpawn(out var id, program, actions, attributes, argv.Pointer, envp.Pointer));
                return id;
            }
        }
        finally
        {
            _ = SpawnNative.ActionsDestroy(actions);
            _ = SpawnNative.AttributesDestroy(attributes);
        }
    }

    private static void ResetSignals(void* attributes)
    {
        var signals = stackalloc byte[SpawnNative.OpaqueSize];
        _ = SpawnNative.SigFillSet(signals);
        _ = SpawnNative.AttributesSetSigDefault(attributes, signals);
        _ = SpawnNative.SigEmptySet(signals);
        _ = SpawnNative.AttributesSetSigMask(attributes, signals);
        _ = SpawnNative.AttributesSetFlags(attributes, SpawnNative.SpawnSetSigDefault | SpawnNative.SpawnSetSigMask | SpawnNative.SpawnSetSid);
    }

    /// <summary>In the child, where no thread of ours can open another one meanwhile; with an older C library, here and beforehand.</summary>
    private static void CloseTheRest(void* actions, int from)
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
