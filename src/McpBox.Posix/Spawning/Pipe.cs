using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>A pipe whose two ends are close-on-exec (pipe(7)).</summary>
public sealed class Pipe : IDisposable
{
    private Pipe(SafeFileHandle reader, SafeFileHandle writer) => (Reader, Writer) = (reader, writer);

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
        return new Pipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Two ends of a unix socket in the place of a pipe's: descriptors can be passed over it, too (<see cref="Io.DescriptorPassing"/>).</summary>
    /// <exception cref="Win32Exception">None is to be had (EMFILE, ENFILE).</exception>
    public static Pipe OpenSocket()
    {
        var (ours, theirs) = Io.UnixSockets.Pair();
        return new Pipe(ours, theirs);
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
