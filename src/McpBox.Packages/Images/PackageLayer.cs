namespace McpBox.Packages.Images;

/// <summary>The files of a store's entry as one layer: sorted, root's, of the year 1970, nobody's to write.</summary>
internal static class PackageLayer
{
    /// <summary>Where the package's files are in an image.</summary>
    public const string Place = "/opt/mcpbox/package";

    private const int Folder = 0x16D;  // 0555
    private const int Above = 0x1ED;   // 0755
    private const int Program = 0x16D; // 0555
    private const int Plain = 0x124;   // 0444

    /// <param name="files">The entry's folder of files; links stay in it.</param>
    /// <exception cref="PackageException">MB6608: a name means something else in a layer.</exception>
    public static void Write(string files, Stream target)
    {
        var tar = new PlainTar(target);
        tar.Folder("opt", Above);
        tar.Folder("opt/mcpbox", Above);
        tar.Folder(Place[1..], Folder);
        foreach (var (name, path) in Entries(files))
            Write(tar, $"{Place[1..]}/{name}", new FileInfo(path));
        tar.End();
    }

    /// <summary>The first file, in the layer's order, that is machine code of this system (ELF); null for none.</summary>
    public static string? NativeFile(string files)
    {
        Span<byte> head = stackalloc byte[4];
        foreach (var (name, path) in Entries(files))
        {
            var info = new FileInfo(path);
            if (info.LinkTarget is not null || Directory.Exists(path))
                continue;
            using var stream = info.OpenRead();
            if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("\u007fELF"u8))
                return name;
        }

        return null;
    }

    private static void Write(PlainTar tar, string name, FileInfo file)
    {
        // In a layer such a name removes another file (OCI image specification, layer.md, Whiteouts).
        if (file.Name.StartsWith(".wh.", StringComparison.Ordinal))
            throw new PackageException(BakeRefusals.NoPlace($"the name {name} means the removal of a file there"));
        if (file.LinkTarget is { } to)
            tar.Link(name, to);
        else if (Directory.Exists(file.FullName))
            tar.Folder(name, Folder);
        else
        {
            using var content = file.OpenRead();
            tar.File(name, IsProgram(file) ? Program : Plain, content);
        }
    }

    private static bool IsProgram(FileInfo file) => !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != UnixFileMode.None;

    private static IEnumerable<(string Name, string Path)> Entries(string files) =>
        Directory.EnumerateFileSystemEntries(files, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
            .Select(path => (Path.GetRelativePath(files, path), path)).OrderBy(static entry => entry.Item1, StringComparer.Ordinal);
}
