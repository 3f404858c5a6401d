using McpBox.Engines.Bubblewrap.Running;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

internal static class Streams
{
    /// <summary>Everything from a non-blocking pipe, to its end.</summary>
    public static unsafe void Copy(SafeFileHandle from, Stream to)
    {
        var buffer = new byte[65536];
        while (true)
        {
            _ = Descriptors.Poll((from, Libc.PollIn));
            nint count;
            fixed (byte* bytes = buffer)
                count = Libc.Read(Descriptors.Number(from), bytes, (nuint)buffer.Length);
            if (count == 0)
                return;
            if (count > 0)
            {
                to.Write(buffer, 0, (int)count);
                to.Flush();
            }
        }
    }

    public static string ReadToEnd(SafeFileHandle from)
    {
        using var text = new MemoryStream();
        Copy(from, text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Waits for a line feed and takes what came before it.</summary>
    public static void AwaitLine(SafeFileHandle from)
    {
        AwaitReadable(from);
        _ = Descriptors.ReadLine(from);
    }

    public static void AwaitReadable(SafeFileHandle handle) => _ = Descriptors.Poll((handle, Libc.PollIn));

    public static unsafe bool IsReadable(SafeFileHandle handle)
    {
        var asked = new Libc.PollFd { Descriptor = Descriptors.Number(handle), Events = Libc.PollIn };
        return Libc.Poll(&asked, 1, 0) == 1;
    }

    /// <summary>Waits until a write to this end would fail with EPIPE (POLLERR, poll(2)).</summary>
    public static void AwaitNoReader(SafeFileHandle writer) => Assert.Equal(0x08, Descriptors.Poll((writer, (short)0))[0] & 0x08);
}
