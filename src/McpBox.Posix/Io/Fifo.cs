using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Io;

/// <summary>Named pipes, fifo(7). Everything is opened O_NONBLOCK and close-on-exec, and nothing waits for the other side.</summary>
[UnsupportedOSPlatform("windows")]
public static class Fifo
{
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int ReadWrite = 2;
    private const int NonBlockingCloseOnExec = 0x800 | 0x80000;

    /// <summary>Makes one with exactly this mode, whatever the umask says.</summary>
    /// <exception cref="Win32Exception">It cannot be made, or something of the name is there.</exception>
    public static void Make(string path, UnixFileMode mode)
    {
        if (NativeMethods.MakeFifo(path, (uint)mode) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>To read. Without a writer a read sees the end, but poll(2) sees it only once one has come and gone.</summary>
    public static SafeFileHandle OpenReader(string path) => Open(path, ReadOnly);

    /// <summary>To write.</summary>
    /// <exception cref="Win32Exception">ENXIO: nobody has it open to read.</exception>
    public static SafeFileHandle OpenWriter(string path) => Open(path, WriteOnly);

    /// <summary>To write, while nobody reads yet: whoever opens it later to read waits for us, and sees the end when we are gone.</summary>
    public static SafeFileHandle OpenWaiting(string path) => Open(path, ReadWrite);

    private static SafeFileHandle Open(string path, int direction)
    {
        var descriptor = NativeMethods.Open(path, direction | NonBlockingCloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
