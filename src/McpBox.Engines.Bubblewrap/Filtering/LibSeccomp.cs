using System.Runtime.InteropServices;

namespace McpBox.Engines.Bubblewrap.Filtering;

/// <summary>libseccomp.so.2 (seccomp_init(3) and its neighbours): knows the numbers of system calls and writes BPF.</summary>
internal static unsafe partial class LibSeccomp
{
    internal const uint KillProcess = 0x8000_0000;
    internal const uint Allow = 0x7fff_0000;

    /// <summary>SCMP_ACT_ERRNO without its errno.</summary>
    internal const uint Errno = 0x0005_0000;

    /// <summary>SCMP_FLTATR_ACT_BADARCH.</summary>
    internal const int BadArchitecture = 2;

    /// <summary>SCMP_FLTATR_CTL_OPTIMIZE.</summary>
    internal const int Optimize = 8;

    /// <summary>SCMP_CMP_MASKED_EQ.</summary>
    internal const int MaskedEqual = 7;

    internal const string Library = "libseccomp.so.2";

    /// <summary>struct scmp_arg_cmp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong Mask;
        public ulong Value;
    }

    [LibraryImport(Library, EntryPoint = "seccomp_init")]
    internal static partial nint Init(uint defaultAction);

    [LibraryImport(Library, EntryPoint = "seccomp_release")]
    internal static partial void Release(nint filter);

    [LibraryImport(Library, EntryPoint = "seccomp_attr_set")]
    internal static partial int SetAttribute(nint filter, int attribute, uint value);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ResolveName(string name);

    [LibraryImport(Library, EntryPoint = "seccomp_rule_add_array")]
    internal static partial int AddRule(nint filter, uint action, int syscall, uint count, Comparison* comparisons);

    [LibraryImport(Library, EntryPoint = "seccomp_export_bpf")]
    internal static partial int Export(nint filter, int descriptor);
}
