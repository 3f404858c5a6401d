using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace McpBox.Posix.Spawning;

/// <summary>Another program in this process's place (execve(2)).</summary>
public static unsafe class Replacement
{
    /// <summary>Becomes another program, which inherits the signal mask and, of the descriptors above 2, those that are listed.</summary>
    /// <exception cref="Win32Exception">It could not be executed; all descriptors above 2 are close-on-exec now but for the listed.</exception>
    public static void Become(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IEnumerable<int> descriptors)
    {
        DescriptorTable.MarkAllCloseOnExec();
        foreach (var descriptor in descriptors)
            _ = SpawnNative.Fcntl(descriptor, SpawnNative.FSetFd, 0);
        using var argv = new NullTerminatedList(arguments);
        using var envp = new NullTerminatedList(environment);
        fixed (byte* program = Encoding.UTF8.GetBytes(path + "\0"))
            _ = SpawnNative.Execute(program, argv.Pointer, envp.Pointer);
        throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
