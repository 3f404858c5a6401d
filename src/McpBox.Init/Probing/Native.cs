using System.Runtime.InteropServices;

namespace McpBox.Init.Probing;

/// <summary>System calls of the probe. Numbers and layouts are those of Linux on x86-64 and arm64 alike.</summary>
internal static unsafe partial class Native
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;

    /// <summary>O_CLOEXEC | O_NONBLOCK | O_NOCTTY: whatever is opened stays here, is not waited for and becomes no terminal of ours.</summary>
    internal const int Carefully = 0x80000 | 0x800 | 0x100;

    internal const int Internet = 2;
    internal const int Internet6 = 10;

    /// <summary>SOCK_DGRAM | SOCK_CLOEXEC.</summary>
    internal const int Datagrams = 2 | 0x80000;

    internal const nuint InterfaceFlags = 0x8913;

    /// <summary>F_GETFD; the only flag is FD_CLOEXEC.</summary>
    internal const int GetDescriptorFlags = 1;

    /// <summary>PR_GET_NO_NEW_PRIVS.</summary>
    internal const int GetNoNewPrivileges = 39;

    internal static int Errno => Marshal.GetLastPInvokeError();

    /// <summary>struct rlimit (getrlimit(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>The beginning of struct statfs (statfs(2)), and room for the rest.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FileSystem
    {
        public long Type;
        public long BlockSize;
        public ulong Blocks;
        public fixed long Rest[29];
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    internal static partial nint GetEntries(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ReadLink(string path, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatFileSystem(string path, FileSystem* result);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(int descriptor, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "gethostname", SetLastError = true)]
    internal static partial int GetHostName(byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "sched_getscheduler", SetLastError = true)]
    internal static partial int GetScheduler(int process);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
