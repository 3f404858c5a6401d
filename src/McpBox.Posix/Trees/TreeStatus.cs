using McpBox.Posix.Files;

namespace McpBox.Posix.Trees;

/// <summary>What statx(2) says about an entry of a folder itself, be it a symlink.</summary>
/// <param name="Permissions">The lower twelve bits of <c>st_mode</c>.</param>
/// <param name="Links">Names that the file has, here and elsewhere.</param>
/// <param name="Size">Bytes; of a symlink those of its target's text.</param>
/// <param name="ModifiedSeconds">Last change of the content, seconds since 1970 in UTC.</param>
/// <param name="ModifiedNanoseconds">Fraction of that second.</param>
public readonly record struct TreeStatus(
    FileKind Kind, int Permissions, uint Uid, uint Links, ulong Device, ulong Inode, long Size, long ModifiedSeconds, uint ModifiedNanoseconds)
{
    internal static TreeStatus From(in StatX stat) => new(
        FileStatus.KindOf(stat.Mode), stat.Mode & 0xFFF, stat.Owner, stat.Links, ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor, stat.Inode,
        (long)stat.Size, stat.ModifiedSeconds, stat.ModifiedNanoseconds);
}
