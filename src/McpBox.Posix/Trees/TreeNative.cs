using System.Runtime.InteropServices;
using McpBox.Posix.Files;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Trees;

/// <summary>The calls behind <see cref="TreeFolder"/>. Names are bytes that end with NUL: a file's name need not be UTF-8.</summary>
internal static unsafe partial class TreeNative
{
    public const int RemoveFolder = 0x200; // AT_REMOVEDIR
    public const int CloseOnExecNonBlocking = 0x80800;

    /// <summary>O_DIRECTORY: asm-generic/fcntl.h, which arm and arm64 override.</summary>
    public static readonly int FolderOnly =
        RuntimeInformation.OSArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>Where the length of an entry stands in <c>struct linux_dirent64</c>, two bytes.</summary>
    public const int LengthInEntry = 16;

    /// <summary>Where its name begins, which ends with NUL.</summary>
    public const int NameInEntry = 19;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial SafeFileHandle OpenAt(int folder, byte* name, int flags, int mode);

    /// <summary>getdents64(2): the same layout on every architecture. readdir(3) would cost four calls more for each folder.</summary>
    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint List(int folder, byte* entries, nuint size);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial nint Seek(int descriptor, nint offset, int whence);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Stat(int folder, byte* name, int flags, uint mask, StatX* stat);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    public static partial nint ReadLink(int folder, byte* name, byte* target, nint size);

    /// <summary>Follows a symlink, which <see cref="TreeFolder"/> asks about before.</summary>
    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    public static partial int ChangeMode(int folder, byte* name, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true)]
    public static partial int ChangeOwner(int folder, byte* name, uint user, uint group, int flags);

    /// <param name="times">Two <c>struct timespec</c>: last access, last change.</param>
    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    public static partial int SetTimes(int folder, byte* name, long* times, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int Unlink(int folder, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int Rename(int folder, byte* name, int toFolder, byte* toName);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int SyncFileSystem(SafeFileHandle descriptor);
}
