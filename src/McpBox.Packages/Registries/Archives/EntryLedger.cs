namespace McpBox.Packages.Registries.Archives;

/// <summary>
/// Every entry of one archive. Names that differ in case or in their Unicode normal form only are different files on the file systems that
/// packages are unpacked to here (Linux), and published packages have such; so only what is the same name to the kernel is the same.
/// </summary>
internal sealed class EntryLedger(string archive, ArchiveLimits limits)
{
    private const int WatchRatioFrom = 64 << 20;

    private readonly Dictionary<string, string?> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    public int Entries { get; private set; }

    /// <summary>Of files, unpacked.</summary>
    public long Bytes { get; private set; }

    /// <param name="path">Segments as they end up on disk; none for the folder that all is unpacked into.</param>
    /// <param name="content">Hash of a file's content, where it is known: what stands there twice with the same one is one file, and published packages have such.</param>
    /// <exception cref="PackageException">It was there already, or it is one too many.</exception>
    public void Add(string name, ReadOnlySpan<string> path, bool isFolder, long size, string? content = null)
    {
        if (++Entries > limits.Entries)
            throw new PackageException(ArchiveRefusals.TooManyEntries(archive, limits.Entries));
        Bytes += size;
        CheckBytes(Bytes);
        if (path.IsEmpty && !isFolder)
            throw new PackageException(ArchiveRefusals.NameForbidden(archive, name, "it names no file below a folder"));
        for (var length = 1; length < path.Length; length++)
            AddFolder(name, string.Join('/', path[..length]!));
        var whole = string.Join('/', path!);
        if (isFolder && path.Length > 0)
            AddFolder(name, whole);
        else if (!isFolder && (_folders.Contains(whole) || !(_files.TryAdd(whole, content) || (content is not null && _files[whole] == content))))
            throw new PackageException(ArchiveRefusals.Twice(archive, name));
    }

    /// <param name="unpacked">Bytes so far.</param>
    /// <exception cref="PackageException">They are too many.</exception>
    public void CheckBytes(long unpacked)
    {
        if (unpacked > limits.Bytes)
            throw new PackageException(ArchiveRefusals.TooLarge(archive, limits.Bytes));
    }

    /// <exception cref="PackageException">Too much came out of too little.</exception>
    public void CheckRatio(long unpacked, long packed)
    {
        if (unpacked > WatchRatioFrom && unpacked / limits.Ratio > packed)
            throw new PackageException(ArchiveRefusals.TooDense(archive, limits.Ratio));
    }

    private void AddFolder(string name, string path)
    {
        if (_files.ContainsKey(path))
            throw new PackageException(ArchiveRefusals.Twice(archive, name));
        _ = _folders.Add(path);
    }
}
