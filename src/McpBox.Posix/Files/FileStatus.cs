using System.Runtime.InteropServices;

namespace McpBox.Posix.Files;

/// <summary>The type bits of <c>st_mode</c>, see inode(7).</summary>
public enum FileKind
{
    Other,
    Regular,
    Directory,
    Symlink,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
}

/// <summary>What statx(2) says about a file. .NET has no API for the type, the owner and the identity of a file.</summary>
/// <param name="Permissions">The lower twelve bits of <c>st_mode</c>.</param>
/// <param name="Device">Device number; with <paramref name="Inode"/> the identity of the file on this machine.</param>
public readonly partial record struct FileStatus(FileKind Kind, int Permissions, uint Uid, uint Gid, ulong Device, ulong Inode)
{
    private const int AtFdCwd = -100;
    private const uint BasicStats = 0x7ff;

    /// <summary>Follows symlinks. Null when the path leads nowhere or may not be looked at.</summary>
    public static FileStatus? Of(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || StatX(AtFdCwd, path, 0, BasicStats, out var raw) != 0)
            return null;
        return new FileStatus(
            KindOf(raw.Mode), raw.Mode & 0xfff, raw.Uid, raw.Gid, ((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor, raw.Inode);
    }

    private static FileKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0xa000 => FileKind.Symlink,
        0x1000 => FileKind.Fifo,
        0xc000 => FileKind.Socket,
        0x2000 => FileKind.CharacterDevice,
        0x6000 => FileKind.BlockDevice,
        _ => FileKind.Other,
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int directory, string path, int flags, uint mask, out RawStatus status);

    /// <summary>The kernel's <c>struct statx</c>: 256 bytes, the same on every architecture, which <c>struct stat</c> is not.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct RawStatus
    {
        [FieldOffset(20)]
        public uint Uid;

        [FieldOffset(24)]
        public uint Gid;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
