using System.Text;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;
using McpBox.Sandbox;

namespace McpBox.Packages.Locking;

/// <summary>The lock file as a file: whose it is, how it is read and replaced.</summary>
internal static class LockDisk
{
    /// <summary>Some hundred packages with resolutions of some hundred kilobytes each.</summary>
    public const int MaxBytes = 64 << 20;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static LockReading Load(string path)
    {
        var read = BoundedFile.Read(path, MaxBytes, followLinks: true);
        if (read.Status == BoundedReadStatus.Missing && FileStatus.OfLink(path) is null)
            return new LockReading(LockFile.Empty, []);
        if (Fault(path, read) is { } fault)
            return new LockReading(null, [fault]);
        var judged = Judgement.Of(path, read.File!.Value, Caller.EffectiveUserId());
        return judged.IsEmpty ? new LockReader(path).Read(read.Bytes, MaxBytes) : new LockReading(null, judged);
    }

    /// <summary>Asks for the new content, and writes it, while no other mcpbox does.</summary>
    public static LockFile Change(string path, Func<LockFile> next)
    {
        try
        {
            var real = RealPath(path);
            var folder = Path.GetDirectoryName(real)!;
            var name = Path.GetFileName(real);
            using var turn = FileLock.Take(Path.Join(folder, $".{name}.guard"));
            var file = next();
            Replace(real, Path.Join(folder, $".{name}.new"), Encode(path, file));
            using var sync = TreeFolder.Open(folder);
            sync.Sync();
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(
                LockCodes.CannotWrite, $"{path} cannot be written: {exception.Message}", "make its folder writable for you, or free some space; the old file is as it was");
        }
    }

    /// <summary>
    /// A symlink is followed here too, so that a lock file kept elsewhere stays there: the file it leads to is replaced, not the link.
    /// </summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? throw new IOException("it is no file");
        PrivateFile.MakeFolder(folder);
        if (FileStatus.OfLink(full) is { Kind: FileKind.Symlink })
            return CanonicalPath.Of(full) ?? throw new IOException("it is a symbolic link that leads nowhere");
        return Path.Join(CanonicalPath.Of(folder) ?? throw new IOException("its folder is gone"), Path.GetFileName(full));
    }

    private static byte[] Encode(string path, LockFile file)
    {
        var bytes = Encoding.UTF8.GetBytes(file.ToText());
        return bytes.Length <= MaxBytes ? bytes : throw new PackageException(TooLarge(path));
    }

    /// <param name="next">One name for all writers, of whom there is one at a time: what a killed one left is removed by the next.</param>
    private static void Replace(string path, string next, byte[] bytes)
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("packages are locked on Unix only");
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode }))
        {
            // Whatever the umask is: a lock file is shared, and not writable for others.
            File.SetUnixFileMode(file.SafeFileHandle, Mode);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static Refusal? Fault(string path, BoundedRead read) => read.Status switch
    {
        BoundedReadStatus.Read => null,
        BoundedReadStatus.TooLarge => TooLarge(path),
        BoundedReadStatus.NotRegular => new Refusal(LockCodes.CannotRead, $"{path} is not a regular file", "put a plain file in its place, or remove it"),
        BoundedReadStatus.Missing => new Refusal(
            LockCodes.CannotRead, $"{path} is a symbolic link that leads nowhere", "restore what it leads to, or remove the link; an empty lock is no file at all"),
        _ => new Refusal(LockCodes.CannotRead, $"{path} cannot be read: {read.Reason}", "make the file readable for you"),
    };

    private static Refusal TooLarge(string path) => new(
        LockCodes.TooLarge, $"{path} would have or has more than {MaxBytes >> 20} MiB", "keep fewer packages in one lock file");
}
