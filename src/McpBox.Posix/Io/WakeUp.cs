using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Io;

/// <summary>An eventfd(2): lets another thread end a poll(2).</summary>
public sealed class WakeUp : IDisposable
{
    private const int CloseOnExecNonBlock = 0x80000 | 0x800;

    private readonly SafeFileHandle _handle;

    public WakeUp()
    {
        var fd = NativeMethods.EventFd(0, CloseOnExecNonBlock);
        if (fd < 0)
        {
            throw new IOException($"eventfd failed with errno {Marshal.GetLastPInvokeError()}");
        }

        _handle = new SafeFileHandle(fd, ownsHandle: true);
    }

    public int Fd => (int)_handle.DangerousGetHandle();

    /// <summary>Makes <see cref="Fd"/> readable. May be called from any thread, any number of times; after <see cref="Dispose"/> it does nothing.</summary>
    public void Signal()
    {
        Span<byte> one = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(one, 1);
        var held = false;
        try
        {
            // The number alone could be another file's by now.
            _handle.DangerousAddRef(ref held);
            _ = Descriptor.Write(Fd, one);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }

    /// <summary>Makes <see cref="Fd"/> unreadable again.</summary>
    public void Clear()
    {
        Span<byte> count = stackalloc byte[8];
        _ = Descriptor.Read(Fd, count);
    }

    public void Dispose() => _handle.Dispose();
}
