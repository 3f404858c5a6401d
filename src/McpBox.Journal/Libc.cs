using System.Runtime.InteropServices;

namespace McpBox.Journal;

/// <summary>The few calls of libc that .NET does not offer: append-only creation, lengths, modes and owners, open-file-description locks. Linux values.</summary>
internal static partial class Libc
{
    public const int Eintr = 4;

    public const int Eexist = 17;

    // The same on x86-64 and arm64; O_NOFOLLOW and O_DIRECTORY are not, and O_EXCL makes them needless.
    public const int CreateAppendExclusively = 0x1 /* O_WRONLY */ | 0x40 /* O_CREAT */ | 0x80 /* O_EXCL */ | 0x400 /* O_APPEND */ | 0x80000; /* O_CLOEXEC */

    public const int ReadOnlyCloseOnExec = 0x80000;

    private const string Library = "libc";
    private const int AtCurrentFolder = -100;
    private const int AtNoFollow = 0x100;
    private const int SetOpenFileLock = 37;
    private const int GetOpenFileLock = 36;

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Truncate(int descriptor, long length);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(int descriptor);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport(Library, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(string path, uint mode);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>Owner and mode of a path; 0 or -1 as in statx(2). With <paramref name="followLinks"/> false, of a symbolic link itself.</summary>
    public static unsafe bool TryStat(string path, bool followLinks, out uint owner, out uint mode)
    {
        // struct statx has one layout on every architecture: stx_uid at 20, stx_mode at 28, 256 bytes in all.
        var answer = stackalloc byte[256];
        var done = Statx(AtCurrentFolder, path, followLinks ? 0 : AtNoFollow, 0x1 | 0x2 | 0x8 /* TYPE, MODE, UID */, answer) == 0;
        owner = *(uint*)(answer + 20);
        mode = *(ushort*)(answer + 28);
        return done;
    }

    /// <summary>Locks the whole file against nobody but those who ask: it tells readers that a writer lives. See fcntl(2), F_OFD_SETLK.</summary>
    public static bool TryLock(int descriptor)
    {
        var wish = new FileLock { Type = FileLock.Write };
        return Control(descriptor, SetOpenFileLock, ref wish) == 0;
    }

    /// <summary>Gives the lock back at once; closing alone would leave it to a child between fork and exec.</summary>
    public static void Unlock(int descriptor)
    {
        var wish = new FileLock { Type = FileLock.None };
        _ = Control(descriptor, SetOpenFileLock, ref wish);
    }

    /// <summary>Whether another open file description holds the lock of <see cref="TryLock"/>.</summary>
    public static bool IsLocked(int descriptor)
    {
        var question = new FileLock { Type = FileLock.Read };
        return Control(descriptor, GetOpenFileLock, ref question) == 0 && question.Type != FileLock.None;
    }

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, ref FileLock argument);

    /// <summary>struct flock of the 64-bit ABIs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public const short Read = 0;
        public const short Write = 1;
        public const short None = 2;

        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Owner;
    }
}
