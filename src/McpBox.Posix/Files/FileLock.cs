using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Files;

/// <summary>
/// flock(2) on a file of its own beside what is to be replaced, or on a folder itself. The kernel takes the lock back when its holder ends,
/// however that ends; children do not inherit it beyond exec.
/// </summary>
public sealed partial class FileLock : IDisposable
{
    private const int ReadWriteCreateCloseOnExec = 0x80042;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int OwnerOnly = 0x180; // 0600
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Eintr = 4;
    private const int NotFound = 2;
    private const int WouldBlock = 11;

    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle)
    {
        _handle = handle;
    }

    /// <summary>Waits for its turn, and is alone then.</summary>
    /// <param name="path">Made with mode 0600 when it is not there; stays.</param>
    /// <exception cref="IOException">It cannot be opened or locked.</exception>
    public static FileLock Take(string path) => Locked(path, ReadWriteCreateCloseOnExec, Exclusive)!;

    /// <summary>Like <see cref="Take"/>, but does not wait: null when somebody else has it.</summary>
    /// <exception cref="IOException">It cannot be opened or locked.</exception>
    public static FileLock? TryTake(string path) => Locked(path, ReadWriteCreateCloseOnExec, Exclusive | NonBlocking);

    /// <summary>Locks a folder that is there, not by a link; nothing is written to it. Waits.</summary>
    /// <param name="shared">Beside others who share it, instead of alone.</param>
    /// <returns>Null when there is no such folder.</returns>
    /// <exception cref="IOException">It cannot be opened or locked.</exception>
    public static FileLock? TakeFolder(string path, bool shared) =>
        IsFolder(path) ? Locked(path, ReadOnlyCloseOnExec, shared ? Shared : Exclusive) : null;

    /// <summary>Locks a folder that is there for its caller alone; does not wait.</summary>
    /// <returns>Null when there is no such folder, or somebody has locked it.</returns>
    /// <exception cref="IOException">It cannot be opened or locked.</exception>
    public static FileLock? TryTakeFolder(string path) =>
        IsFolder(path) ? Locked(path, ReadOnlyCloseOnExec, Exclusive | NonBlocking) : null;

    /// <summary>
    /// Whether the path still leads to what is locked here. Who waits for a lock on something that may be removed or renamed asks this afterwards.
    /// </summary>
    public bool IsAt(string path) =>
        FileStatus.Of(_handle) is { } mine && FileStatus.OfLink(path) is { } there && (mine.Device, mine.Inode) == (there.Device, there.Inode);

    public void Dispose() => _handle.Dispose();

    private static bool IsFolder(string path) => FileStatus.OfLink(path) is { Kind: FileKind.Directory };

    private static FileLock? Locked(string path, int flags, int operation)
    {
        // Not by FileStream, which tries the lock itself and does not wait for it.
        var handle = Open(path, flags, OwnerOnly);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == NotFound && flags == ReadOnlyCloseOnExec ? null : throw Failure(path, error);
        }

        while (Lock(handle, operation) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Eintr)
                continue;
            handle.Dispose();
            return error == WouldBlock ? null : throw Failure(path, error);
        }

        return new FileLock(handle);
    }

    private static IOException Failure(string path, int error) => new($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
