using Microsoft.Win32.SafeHandles;

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
public readonly record struct FileStatus(FileKind Kind, int Permissions, uint Uid, uint Gid, ulong Device, ulong Inode)
{
    /// <summary>Follows symlinks. Null when the path leads nowhere or may not be looked at.</summary>
    public static FileStatus? Of(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || NativeFile.Stat(NativeFile.CurrentFolder, path, 0, NativeFile.BasicStats, out var stat) != 0)
            return null;
        return From(stat);
    }

    /// <summary>Of the last part of the path itself, be it a symlink. Null when there is nothing, or it may not be looked at.</summary>
    public static FileStatus? OfLink(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)
            || NativeFile.Stat(NativeFile.CurrentFolder, path, NativeFile.NoFollow, NativeFile.BasicStats, out var stat) != 0)
            return null;
        return From(stat);
    }

    /// <summary>Of an open descriptor, whatever its path leads to by now.</summary>
    internal static FileStatus? Of(SafeFileHandle handle) =>
        NativeFile.Stat((int)handle.DangerousGetHandle(), "", NativeFile.EmptyPath, NativeFile.BasicStats, out var stat) == 0
            ? From(stat)
            : null;

    private static FileStatus From(in StatX stat) => new(
        KindOf(stat.Mode), stat.Mode & 0xFFF, stat.Owner, stat.Group, ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor, stat.Inode);

    internal static FileKind KindOf(ushort mode) => (mode & 0xf000) switch
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
}
