using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Tests.Translation.Seccomp;

/// <summary>libseccomp.so.2, by which runc makes a filter of the engine's JSON.</summary>
internal static unsafe partial class FilterLibrary
{
    public const uint Allow = 0x7fff_0000;
    public const uint Errno = 0x0005_0000;
    public const uint Kill = 0;
    public const uint X86 = 0xC000_003E;
    public const uint Arm = 0xC000_00B7;
    private const string Library = "libseccomp.so.2";

    [StructLayout(LayoutKind.Sequential)]
    public struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong Mask;
        public ulong Value;
    }

    [LibraryImport(Library, EntryPoint = "seccomp_init")]
    public static partial nint Init(uint defaultAction);

    [LibraryImport(Library, EntryPoint = "seccomp_release")]
    public static partial void Release(nint filter);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Number(string name);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_num_arch")]
    public static partial byte* Name(uint architecture, int number);

    [LibraryImport(Library, EntryPoint = "seccomp_rule_add_array")]
    public static partial int AddRule(nint filter, uint action, int syscall, uint count, Comparison* comparisons);

    [LibraryImport(Library, EntryPoint = "seccomp_export_bpf")]
    public static partial int Export(nint filter, SafeFileHandle descriptor);
}
