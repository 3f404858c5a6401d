using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace McpBox.Posix.Io;

/// <summary>
/// Writes to an inherited descriptor without ever blocking and without changing its mode for the processes that share it: setting
/// O_NONBLOCK would reach through the shared open file description into the client or the user's shell.
/// A pipe or terminal is opened a second time through /proc/self/fd, a socket is written with MSG_DONTWAIT.
/// Files are written as they are; so is a terminal that cannot be opened again, in pieces that a ready one takes at once.
/// </summary>
public sealed class NonBlockingWriter : IDisposable
{
    private const int OWriteOnly = 1;
    private const int ONonBlock = 0x800;
    private const int ONoControllingTerminal = 0x100;
    private const int OCloseOnExec = 0x80000;
    private const int FGetFl = 3;
    private const int FSetFl = 4;
    private const int TerminalPiece = 4096;
    private const int TypeMask = 0xF000;
    private const int TypeFifo = 0x1000;
    private const int TypeSocket = 0xC000;

    private readonly int _fd;
    private readonly Kind _kind;
    private readonly bool _owned;
    private readonly int? _restoreFlags;

    private NonBlockingWriter(int fd, Kind kind, bool owned, int? restoreFlags)
    {
        (_fd, _kind, _owned, _restoreFlags) = (fd, kind, owned, restoreFlags);
    }

    private enum Kind
    {
        NonBlocking,
        Socket,
        Other,
    }

    /// <summary>The descriptor to poll for POLLOUT; POLLERR or POLLHUP on it means that nobody reads any more.</summary>
    public int Fd => _fd;

    /// <param name="fd">An inherited descriptor (1 or 2), which stays open and is not owned.</param>
    public static NonBlockingWriter ForInherited(int fd)
    {
        var type = FileType(fd);
        var terminal = Descriptor.IsTerminal(fd);
        if (type != TypeFifo && !terminal)
        {
            return new NonBlockingWriter(fd, type == TypeSocket ? Kind.Socket : Kind.Other, owned: false, restoreFlags: null);
        }

        var own = NativeMethods.Open($"/proc/self/fd/{fd}", OWriteOnly | ONonBlock | ONoControllingTerminal | OCloseOnExec);
        if (own >= 0)
        {
            return new NonBlockingWriter(own, Kind.NonBlocking, owned: true, restoreFlags: null);
        }

        if (terminal)
        {
            return new NonBlockingWriter(fd, Kind.Other, owned: false, restoreFlags: null);
        }

        // Another user's pipe (sudo) cannot be opened again: the shared description has to change, and is put back at the end.
        var flags = NativeMethods.Fcntl(fd, FGetFl, 0);
        _ = NativeMethods.Fcntl(fd, FSetFl, flags | ONonBlock);
        return new NonBlockingWriter(fd, Kind.NonBlocking, owned: false, restoreFlags: flags);
    }

    /// <param name="handle">A descriptor of our own that is already O_NONBLOCK; stays owned by the caller.</param>
    public static NonBlockingWriter ForNonBlocking(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new NonBlockingWriter((int)handle.DangerousGetHandle(), Kind.NonBlocking, owned: false, restoreFlags: null);
    }

    public IoResult Write(ReadOnlySpan<byte> bytes) => _kind switch
    {
        Kind.Socket => Descriptor.Send(_fd, bytes),
        Kind.NonBlocking => Descriptor.Write(_fd, bytes),
        _ => Descriptor.Write(_fd, bytes.Length > TerminalPiece ? bytes[..TerminalPiece] : bytes),
    };

    public void Dispose()
    {
        if (_restoreFlags is { } flags)
        {
            _ = NativeMethods.Fcntl(_fd, FSetFl, flags);
        }

        if (_owned)
        {
            _ = NativeMethods.Close(_fd);
        }
    }

    // statx(2) rather than fstat(2): its structure is the same on every architecture. stx_mode is the 16-bit value at offset 28.
    private static unsafe int FileType(int fd)
    {
        const int emptyPath = 0x1000;
        const uint typeOnly = 0x1;
        Span<byte> result = stackalloc byte[256];
        byte path = 0;
        fixed (byte* pointer = result)
        {
            return NativeMethods.Statx(fd, &path, emptyPath, typeOnly, pointer) == 0
                ? BinaryPrimitives.ReadUInt16LittleEndian(result[28..]) & TypeMask
                : 0;
        }
    }
}
