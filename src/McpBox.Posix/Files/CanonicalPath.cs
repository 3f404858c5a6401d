using System.Runtime.InteropServices;

namespace McpBox.Posix.Files;

/// <summary>Paths as the kernel sees them, and comparisons of such paths.</summary>
public static unsafe partial class CanonicalPath
{
    /// <summary>
    /// realpath(3): absolute, without <c>.</c>, <c>..</c>, doubled slashes and symlinks. Null when the path does not exist, may not be
    /// searched, or is not UTF-8. .NET resolves a symlink at the end of a path only, not in the middle.
    /// </summary>
    public static string? Of(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            return null;
        var resolved = RealPath(path, null);
        if (resolved is null)
            return null;
        try
        {
            return Marshal.PtrToStringUTF8((nint)resolved);
        }
        finally
        {
            NativeMemory.Free(resolved);
        }
    }

    /// <summary>True when <paramref name="path"/> is <paramref name="folder"/> or lies below it. Both canonical.</summary>
    public static bool IsWithin(string path, string folder, StringComparison comparison = StringComparison.Ordinal) =>
        folder == "/"
        || (path.StartsWith(folder, comparison) && (path.Length == folder.Length || path[folder.Length] == '/'));

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* RealPath(string path, byte* buffer);
}
