using System.Runtime.InteropServices;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>The system calls of the engine that .NET has no method for. Numbers are the kernel's for x86-64 and arm64 alike unless said.</summary>
internal static unsafe partial class Libc
{
    internal const int Enosys = 38;
    internal const int Eintr = 4;

    internal const short PollIn = 0x01;
    internal const short PollOut = 0x04;

    internal const int ONonBlock = 0x800;
    internal const int OCloexec = 0x80000;
    internal const int OPath = 0x200000;

    internal const int FGetFl = 3;
    internal const int FSetFl = 4;
    internal const int FSetPipeSize = 1031;

    internal const int PrSetChildSubreaper = 36;
    internal const int SigTerm = 15;
    internal const int SigKill = 9;

    internal const nint SysPidfdSendSignal = 424;
    internal const nint SysMountSetattr = 442;

    /// <summary>AT_FDCWD.</summary>
    internal const int CurrentFolder = -100;

    /// <summary>W_OK and AT_EACCESS of faccessat(2).</summary>
    internal const int WriteOk = 2;
    internal const int EffectiveAccess = 0x200;

    internal const int CloneFs = 0x200;
    internal const int CloneNewNs = 0x20000;

    /// <summary>Each write is a packet of its own (pipe(2)); the one flag here whose number differs between architectures.</summary>
    internal static int ODirect => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x10000 : 0x4000;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Results;
    }

    /// <summary>struct mount_attr (mount_setattr(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MountAttr
    {
        public ulong Set;
        public ulong Clear;
        public ulong Propagation;
        public ulong UserNamespace;
    }

    /// <summary>struct rlimit (getrlimit(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int FaccessAt(int folder, string path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(int folder, string path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    internal static partial int LimitProcess(int processId, int resource, ResourceLimit* wanted, ResourceLimit* old);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    internal static partial int GetAffinity(int processId, nuint size, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    internal static partial int SetAffinity(int processId, nuint size, byte* mask);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollFd* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MemfdCreate(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    internal static partial int SetNs(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUid();

    [LibraryImport("libc", EntryPoint = "getegid")]
    internal static partial uint GetEffectiveGid();
}
