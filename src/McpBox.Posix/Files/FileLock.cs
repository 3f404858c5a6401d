using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Files;

/// <summary>
/// flock(2), exclusive, on a file of its own beside the one that is to be replaced: waits for its turn. The kernel takes the lock back
/// when its holder ends, however that ends.
/// </summary>
public sealed partial class FileLock : IDisposable
{
    private const int ReadWriteCreateCloseOnExec = 0x80042;
    private const int OwnerOnly = 0x180; // 0600
    private const int Exclusive = 2;
    private const int Eintr = 4;

    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle)
    {
        _handle = handle;
    }

    /// <param name="path">Made with mode 0600 when it is not there; stays.</param>
    /// <exception cref="IOException">It cannot be opened or locked.</exception>
    public static FileLock Take(string path)
    {
        // Not by FileStream, which tries the lock itself and does not wait for it.
        var handle = Open(path, ReadWriteCreateCloseOnExec, OwnerOnly);
        if (handle.IsInvalid)
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        while (Lock(handle, Exclusive) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Eintr)
                continue;
            handle.Dispose();
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        return new FileLock(handle);
    }

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
