using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Files;

/// <summary>Whose a file is and what may be done with it.</summary>
/// <param name="Owner">uid.</param>
/// <param name="Group">gid.</param>
/// <param name="Permissions">The nine permission bits and the three special ones.</param>
/// <param name="Length">In bytes.</param>
public sealed record FileFacts(uint Owner, uint Group, UnixFileMode Permissions, bool IsRegular, long Length)
{
    /// <summary>Of a path, links followed; null when it cannot be examined (or the system is not Linux).</summary>
    public static FileFacts? Of(string path) =>
        OperatingSystem.IsLinux() && NativeFile.Stat(NativeFile.CurrentFolder, path, 0, NativeFile.BasicStats, out var stat) == 0
            ? From(stat)
            : null;

    internal static FileFacts? Of(SafeFileHandle handle) =>
        NativeFile.Stat((int)handle.DangerousGetHandle(), "", NativeFile.EmptyPath, NativeFile.BasicStats, out var stat) == 0
            ? From(stat)
            : null;

    private static FileFacts From(in StatX stat) =>
        new(stat.Owner, stat.Group, (UnixFileMode)(stat.Mode & 0xFFF), (stat.Mode & 0xF000) == 0x8000, (long)stat.Size);
}
