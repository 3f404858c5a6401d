using System.Runtime.InteropServices;

namespace McpBox.Posix.Io;

/// <summary>
/// Address space for the largest frame, reserved once, of which only the touched pages cost memory (mmap(2), MAP_NORESERVE). A growing
/// array would hold the old and the new copy at the same time; this never copies, and gives pages back after a large frame.
/// </summary>
public sealed unsafe class LazyMemory : IDisposable
{
    private const int ReadWrite = 0x1 | 0x2;
    private const int PrivateAnonymousNoReserve = 0x2 | 0x20 | 0x4000;
    private const int DontNeed = 4;
    private const int PageSize = 4096;

    private readonly byte* _start;
    private bool _disposed;

    /// <param name="length">Bytes, at most 2^31 - 4096.</param>
    /// <exception cref="IOException">The kernel reserves no such range.</exception>
    public LazyMemory(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        var address = NativeMethods.MMap(0, (nuint)length, ReadWrite, PrivateAnonymousNoReserve, -1, 0);
        if (address == -1)
        {
            throw new IOException($"mmap of {length} bytes failed with errno {Marshal.GetLastPInvokeError()}");
        }

        _start = (byte*)address;
    }

    public int Length { get; }

    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new Span<byte>(_start, Length);
        }
    }

    /// <summary>Gives the pages from <paramref name="offset"/> on back to the kernel; their content becomes zero.</summary>
    public void Release(int offset)
    {
        var aligned = (offset + PageSize - 1) & ~(PageSize - 1);
        if (aligned < Length)
        {
            _ = NativeMethods.MAdvise((nint)(_start + aligned), (nuint)(Length - aligned), DontNeed);
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = NativeMethods.MUnmap((nint)_start, (nuint)Length);
        }
    }
}
