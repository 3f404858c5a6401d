using McpBox.Posix.Files;

namespace McpBox.Packages.Npm;

/// <summary>The folder that npm and the packages' scripts have left, made the same for the same lock.</summary>
internal static class NpmTree
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Removes what is not the packages' own, and gives files one of two modes, whatever the user's umask is.</summary>
    /// <exception cref="PackageException">A script left a link that leads out, or something that is no file.</exception>
    public static void Finish(string folder)
    {
        var modules = Path.Combine(folder, "node_modules");
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.FullName != modules || entry.LinkTarget is not null)
                Remove(entry);
        }

        if (!Directory.Exists(modules))
            throw new PackageException(NpmRefusals.TreeRefused("node_modules", "or rather does not: there are no packages"));
        File.Delete(Path.Combine(modules, ".package-lock.json"));
        if (Directory.Exists(Path.Combine(modules, ".cache")))
            Directory.Delete(Path.Combine(modules, ".cache"), recursive: true);
        Settle(new DirectoryInfo(modules), modules);
    }

    /// <summary>Empties it, whatever is in it.</summary>
    public static void Clear(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            Remove(entry);
    }

    private static void Remove(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo directory && entry.LinkTarget is null)
            directory.Delete(recursive: true);
        else
            entry.Delete();
    }

    private static void Settle(DirectoryInfo folder, string modules)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        File.SetUnixFileMode(folder.FullName, Plain | Executable);
        RemoveLeftoversOfGyp(folder);
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is { } target)
                CheckLink(entry, target, modules);
            else if (entry is DirectoryInfo below)
                Settle(below, modules);
            else if (!IsPlain(entry))
                throw new PackageException(NpmRefusals.TreeRefused(entry.FullName[modules.Length..], "which is no plain file"));
            else
                File.SetUnixFileMode(entry.FullName, (entry.UnixFileMode & Executable) != UnixFileMode.None ? Plain | Executable : Plain);
        }
    }

    private static bool IsPlain(FileSystemInfo entry) => FileStatus.OfLink(entry.FullName)?.Kind == FileKind.Regular;

    private static void CheckLink(FileSystemInfo link, string target, string modules)
    {
        var full = Path.GetFullPath(target, Path.GetDirectoryName(link.FullName)!);
        if (Path.IsPathRooted(target) || !full.StartsWith(modules + "/", StringComparison.Ordinal))
            throw new PackageException(NpmRefusals.TreeRefused(link.FullName[modules.Length..], "a link that leads out of the package"));
    }

    // node-gyp leaves makefiles, objects and lists of dependencies beside what it built: they name the folder of this very build.
    private static void RemoveLeftoversOfGyp(DirectoryInfo folder)
    {
        if (folder.Name != "build" || !File.Exists(Path.Combine(folder.FullName, "config.gypi")))
            return;
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name is not ("Release" or "Debug"))
                Remove(entry);
            else if (entry is DirectoryInfo built)
            {
                foreach (var part in built.EnumerateFileSystemInfos().Where(static part => part.Name is ".deps" or "obj" or "obj.target"))
                    Remove(part);
            }
        }
    }
}
