using System.ComponentModel;
using System.Runtime.InteropServices;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>Small operations on descriptors that Start needs: blocking, whole, and for a few kilobytes at most.</summary>
internal static unsafe class Descriptors
{
    /// <summary>A file in memory that holds these bytes, at its beginning.</summary>
    public static SafeFileHandle Memory(string name, ReadOnlySpan<byte> content)
    {
        // The name shows in /proc of the owner only; 1 is MFD_CLOEXEC.
        var handle = new SafeFileHandle(OrThrow(Libc.MemfdCreate(name, 1)), ownsHandle: true);
        WriteAll(handle, content);
        Rewind(handle);
        return handle;
    }

    public static void Rewind(SafeFileHandle handle)
    {
        if (Libc.Seek(Number(handle), 0, 0) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>An O_PATH descriptor: names a place without the right to read it.</summary>
    public static SafeFileHandle OpenPath(string path) =>
        new(OrThrow(Libc.Open(path, Libc.OPath | Libc.OCloexec, 0)), ownsHandle: true);

    /// <summary>A pipe with room for one packet, which may come later: it polls writable again exactly when the packet was taken.</summary>
    public static Pipe PacketPipe(ReadOnlySpan<byte> packet)
    {
        var pipe = Pipe.Open(Libc.ODirect);
        pipe.Resize(4096);
        WriteAll(pipe.Writer, packet);
        return pipe;
    }

    public static void SetNonBlocking(SafeFileHandle handle)
    {
        var flags = OrThrow(Libc.Fcntl(Number(handle), Libc.FGetFl, 0));
        _ = OrThrow(Libc.Fcntl(Number(handle), Libc.FSetFl, flags | Libc.ONonBlock));
    }

    public static void WriteAll(SafeFileHandle handle, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            fixed (byte* bytes = content)
            {
                var written = Libc.Write(Number(handle), bytes, (nuint)content.Length);
                if (written < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                content = content[(int)Math.Max(written, 0)..];
            }
        }
    }

    /// <summary>Reads to the end, or to where a non-blocking descriptor has no more for now.</summary>
    public static byte[] ReadToEnd(SafeFileHandle handle)
    {
        using var content = new MemoryStream();
        var buffer = stackalloc byte[4096];
        while (true)
        {
            var count = Libc.Read(Number(handle), buffer, 4096);
            if (count > 0)
                content.Write(new ReadOnlySpan<byte>(buffer, (int)count));
            else if (count == 0 || Marshal.GetLastPInvokeError() != Libc.Eintr)
                return content.ToArray();
        }
    }

    /// <summary>Reads up to and with a line feed, one byte at a time so that nothing behind it is taken; or to the end.</summary>
    public static byte[] ReadLine(SafeFileHandle handle)
    {
        using var line = new MemoryStream();
        byte next;
        while (true)
        {
            var count = Libc.Read(Number(handle), &next, 1);
            if (count < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr)
                continue;
            if (count > 0)
                line.WriteByte(next);
            if (count <= 0 || next == '\n')
                return line.ToArray();
        }
    }

    /// <summary>Waits until one of the descriptors has what is asked of it, without a time limit.</summary>
    /// <returns>For each, what poll(2) found.</returns>
    public static short[] Poll(params ReadOnlySpan<(SafeFileHandle Handle, short Events)> asked)
    {
        var table = stackalloc Libc.PollFd[asked.Length];
        for (var i = 0; i < asked.Length; i++)
            table[i] = new Libc.PollFd { Descriptor = Number(asked[i].Handle), Events = asked[i].Events };
        while (Libc.Poll(table, (nuint)asked.Length, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Eintr)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var results = new short[asked.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = table[i].Results;
        return results;
    }

    /// <summary>Whether a read would return now; of a pidfd, whether its process has ended.</summary>
    public static bool IsReadable(SafeFileHandle handle)
    {
        var entry = new Libc.PollFd { Descriptor = Number(handle), Events = Libc.PollIn };
        return Libc.Poll(&entry, 1, 0) > 0;
    }

    public static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    public static int OrThrow(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
