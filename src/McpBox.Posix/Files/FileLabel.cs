using System.Text;

namespace McpBox.Posix.Files;

/// <summary>Labels that security modules keep with a file, xattr(7).</summary>
public static class FileLabel
{
    private const int Longest = 256;

    /// <summary>SELinux's, such as <c>system_u:object_r:usr_t:s0</c>; null where there is none, or it may not be read.</summary>
    public static unsafe string? Selinux(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            return null;
        var value = stackalloc byte[Longest];
        var length = NativeFile.GetAttribute(path, "security.selinux", value, Longest);
        return length <= 0 ? null : Encoding.UTF8.GetString(value, (int)length).TrimEnd('\0');
    }
}
