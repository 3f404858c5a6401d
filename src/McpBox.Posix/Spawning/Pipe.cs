using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>A pipe whose two ends are close-on-exec (pipe(7)).</summary>
public sealed class Pipe : IDisposable
{
    private Pipe(int reader, int writer)
    {
        Reader = new SafeFileHandle(reader, ownsHandle: true);
        Writer = new SafeFileHandle(writer, ownsHandle: true);
    }

    public SafeFileHandle Reader { get; }

    public SafeFileHandle Writer { get; }

    /// <summary>Makes a pipe (pipe2(2)).</summary>
    /// <param name="flags">More flags for pipe2(2) than O_CLOEXEC, such as O_DIRECT.</param>
    /// <exception cref="Win32Exception">No pipe is to be had (EMFILE, ENFILE).</exception>
    public static unsafe Pipe Open(int flags = 0)
    {
        var ends = stackalloc int[2];
        if (SpawnNative.Pipe2(ends, SpawnNative.OCloexec | flags) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new Pipe(ends[0], ends[1]);
    }

    /// <summary>
    /// Asks for a buffer of so many bytes (F_SETPIPE_SZ). A wish: above /proc/sys/fs/pipe-max-size, or above a user's soft limit, the
    /// kernel refuses and the pipe keeps the size it has.
    /// </summary>
    public void Resize(int size)
    {
        _ = SpawnNative.Fcntl((int)Writer.DangerousGetHandle(), SpawnNative.FSetPipeSize, size);
    }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}
