namespace McpBox.Posix.Files;

/// <summary>Files of the caller alone, which are replaced as a whole or not at all.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folders of a path that are missing, 0700 each.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not the caller's to do.</exception>
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("a folder can be made private on Unix only");
        _ = Directory.CreateDirectory(folder, OwnFolder);
    }

    /// <summary>
    /// Writes a new file (0600) beside it, to the disk, and renames it over the old one (rename(2)). Two at once in one process are the
    /// caller's to keep apart, as with <see cref="FileLock"/>.
    /// </summary>
    /// <exception cref="IOException">It cannot be done; the old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not the caller's to do.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("a file can be made private on Unix only");
        var next = $"{path}.{Environment.ProcessId}";
        try
        {
            File.Delete(next);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnFile };
            using (var file = new FileStream(next, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }
}
