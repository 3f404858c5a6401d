using System.Collections.Immutable;
using System.Text;
using McpBox.Packages.Specs;
using McpBox.Posix.Files;

namespace McpBox.Packages.Locking;

/// <summary><c>mcpbox.lock</c>, which lies beside the configuration: readable, comparable, and the same bytes for everybody who has it.</summary>
public sealed class LockFile
{
    private const int MaxBytes = 64 << 20;
    private const int WritableByOthers = 0x12; // 0022

    private LockFile(ImmutableArray<LockedPackage> packages) => Packages = packages;

    /// <summary>Sorted by spec and toolchain.</summary>
    public ImmutableArray<LockedPackage> Packages { get; }

    /// <summary>Reads the file; one that is missing is empty.</summary>
    /// <exception cref="PackageException">It cannot be read or believed: MB6101 to MB6105.</exception>
    public static LockFile Read(string path)
    {
        var read = BoundedFile.Read(path, MaxBytes, followLinks: true);
        if (read.Status == BoundedReadStatus.Missing)
            return new LockFile([]);
        if (read.Status != BoundedReadStatus.Read)
            throw new PackageException("MB6101", $"{path} cannot be read: {(read.Reason.Length > 0 ? read.Reason : read.Status.ToString())}", "put a plain, readable file in its place, or remove it and run mcpbox lock again");
        if (read.File is { } file && ((file.Uid != 0 && file.Uid != Caller.EffectiveUserId()) || (file.Permissions & WritableByOthers & ~OwnGroup(file)) != 0))
            throw new PackageException("MB6104", $"somebody else than you may have written {path}", $"look at what it says, then `chmod go-w {path}`");
        var packages = new LockReader(path).Read(read.Bytes);
        if (packages.GroupBy(Identity).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new PackageException("MB6105", $"{path}: {twice.First().Spec} stands there twice for one toolchain", "remove one of them: a merge may have kept both");
        return new LockFile(packages);
    }

    /// <param name="toolchain">Beginning of <see cref="LockedPackage.Toolchain"/>.</param>
    public LockedPackage? Find(PackageSpec spec, string toolchain) =>
        Packages.FirstOrDefault(package => package.Spec == spec && package.Toolchain.StartsWith(toolchain, StringComparison.Ordinal));

    /// <summary>With a package in the place of the one that was locked for the same spec and toolchain.</summary>
    public LockFile With(LockedPackage package) =>
        new([.. Packages.Where(other => Identity(other) != Identity(package)).Append(package)
            .OrderBy(static p => p.Spec.ToString(), StringComparer.Ordinal).ThenBy(static p => p.Toolchain, StringComparer.Ordinal)]);

    /// <summary>Reads, changes and replaces the file, while nobody else does.</summary>
    /// <exception cref="PackageException">As of <see cref="Read"/>, or it cannot be written: MB6106.</exception>
    public static LockFile Update(string path, Func<LockFile, LockFile> change)
    {
        try
        {
            // Whoever links the lock file to another place means that one to be written.
            var target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
            PrivateFile.MakeFolder(Path.GetDirectoryName(target)!);
            using var turn = FileLock.Take(Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.turn"));
            var changed = change(Read(target));
            PrivateFile.Replace(target, Encoding.UTF8.GetBytes(LockText.Write(changed.Packages)));
            return changed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("MB6106", $"{path} cannot be written: {failure.Message}", "make its folder writable for you");
        }
    }

    // Of a group that is the user's own (Ubuntu's umask 002) nobody else is.
    private static int OwnGroup(FileStatus file) => file.Gid == file.Uid ? 0x10 : 0;

    private static (string Spec, string Toolchain) Identity(LockedPackage package) => (package.Spec.ToString(), package.Toolchain);
}
