using System.Runtime.InteropServices;

namespace McpBox.Init;

/// <summary>The system calls of the init that .NET has no method for. Numbers are the kernel's for x86-64 and arm64 alike.</summary>
internal static unsafe partial class Libc
{
    internal const int OReadOnly = 0;
    internal const int OWriteOnly = 1;
    internal const int ONonBlock = 0x800;
    internal const int OCloexec = 0x80000;

    internal const int FSetFd = 2;
    internal const int FdCloexec = 1;
    internal const int FGetFl = 3;
    internal const int FSetFl = 4;

    internal const int PrSetDumpable = 4;
    internal const int PrSetName = 15;
    internal const int PrCapBSetRead = 23;
    internal const int PrCapBSetDrop = 24;
    internal const int PrCapAmbient = 47;
    internal const int PrCapAmbientClearAll = 4;

    internal const int SigBlock = 0;

    /// <summary>Room for sigset_t: 128 bytes in glibc and musl.</summary>
    internal const int SignalSetSize = 128;

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    /// <summary>capset(2): two words of header, then effective, permitted and inheritable, the lower words of all before the higher.</summary>
    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    internal static partial int CapSet(uint* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeDirectory(string path);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "sigemptyset", SetLastError = true)]
    internal static partial int SigEmptySet(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset", SetLastError = true)]
    internal static partial int SigAddSet(byte* signals, int signal);

    [LibraryImport("libc", EntryPoint = "sigismember", SetLastError = true)]
    internal static partial int SigIsMember(byte* signals, int signal);

    [LibraryImport("libc", EntryPoint = "sigprocmask", SetLastError = true)]
    internal static partial int SigProcMask(int how, byte* signals, byte* old);

    [LibraryImport("libc", EntryPoint = "signalfd", SetLastError = true)]
    internal static partial int SignalDescriptor(int descriptor, byte* signals, int flags);
}
