using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>Owner and mode of a file, symbolic links followed (statx(2)).</summary>
/// <param name="Mode">Permission bits and file type, as in <c>stx_mode</c>.</param>
internal readonly record struct FileStat(uint Uid, int Mode)
{
    internal const int SetUid = 0x800;
    internal const int AnyExecute = 0x49;
    internal const int OthersExecute = 0x01;
    internal const int OthersWrite = 0x12;

    /// <summary>STATX_MODE and STATX_UID.</summary>
    private const uint Wanted = 2 | 8;

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="Win32Exception">There is no such file, or no way to it.</exception>
    public static unsafe FileStat Of(string path)
    {
        var result = stackalloc byte[256];
        if (Libc.Statx(Libc.CurrentFolder, path, 0, Wanted, result) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        // stx_uid and stx_mode of struct statx: the same places on every architecture.
        return new FileStat(*(uint*)(result + 20), *(ushort*)(result + 28));
    }

    public bool Has(int anyOf) => (Mode & anyOf) != 0;
}
