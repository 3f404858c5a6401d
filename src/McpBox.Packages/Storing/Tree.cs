namespace McpBox.Packages.Storing;

/// <summary>Whole folders.</summary>
internal static class Tree
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Takes everybody's right to write away, and gives every file the same time: the innermost first, since a change inside changes a folder's.</summary>
    public static void Seal(string files, string manifest)
    {
        foreach (var line in manifest.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] is 'f' or 'x'))
        {
            var words = line.Split(' ');
            SealOne(Path.Combine(files, Uri.UnescapeDataString(words[1])), words[0]);
        }

        foreach (var folder in Directory.EnumerateDirectories(files, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .OrderByDescending(static path => path.Length).Append(files))
            SealOne(folder, "d");
    }

    /// <summary>Takes a folder away, whatever modes it has; links in it are not followed.</summary>
    public static void Remove(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Prepend(folder))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(inner, Owner);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void SealOne(string path, string kind)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, TreeManifest.ModeOf(kind));
        if (kind == "d")
            Directory.SetLastWriteTimeUtc(path, TreeManifest.Time);
        else
            File.SetLastWriteTimeUtc(path, TreeManifest.Time);
    }
}
