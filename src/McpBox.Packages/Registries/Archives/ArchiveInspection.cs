namespace McpBox.Packages.Registries.Archives;

/// <summary>What was found in an archive in which nothing is wrong.</summary>
/// <param name="Entries">Files and folders.</param>
/// <param name="Bytes">Of all files, unpacked.</param>
public sealed record ArchiveSummary(int Entries, long Bytes);

/// <summary>What an archive may hold at most.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Files and folders.</summary>
    public int Entries { get; init; } = 200_000;

    /// <summary>Bytes, unpacked, headers included.</summary>
    public long Bytes { get; init; } = 1L << 30;

    /// <summary>Bytes unpacked for one packed, in archives of more than 64 MiB. No software is that repetitive; deflate reaches 1032.</summary>
    public int Ratio { get; init; } = 200;
}

/// <summary>
/// Looks through an archive before it is handed to a package manager, so that whatever it is unpacked with makes plain files and folders below one
/// folder, and reads it as it was read here. Streaming; memory grows with the number of entries alone.
/// </summary>
public static class ArchiveInspection
{
    /// <summary>A <c>.tgz</c> as npm takes it: the first segment of every name is dropped.</summary>
    /// <param name="archive">From its beginning; seekable; stays open.</param>
    /// <param name="name">Names the archive for people.</param>
    /// <exception cref="PackageException">MB6340 to MB6346.</exception>
    public static ArchiveSummary OfTarball(Stream archive, string name, ArchiveLimits? limits = null) => Inspect(name, limits, ledger =>
    {
        using var tar = new GunzipStream(archive, ledger);
        using var walk = new TarWalk(name, tar, ledger);
        walk.Run();
    });

    /// <summary>A <c>.whl</c> or <c>.nupkg</c>. Every entry is unpacked and compared with its checksum.</summary>
    /// <param name="archive">From its beginning; seekable; stays open.</param>
    /// <param name="name">Names the archive for people.</param>
    /// <exception cref="PackageException">MB6340 to MB6346.</exception>
    public static ArchiveSummary OfZip(Stream archive, string name, ArchiveLimits? limits = null) =>
        Inspect(name, limits, ledger => new ZipWalk(name, archive, ledger).Run());

    private static ArchiveSummary Inspect(string name, ArchiveLimits? limits, Action<EntryLedger> look)
    {
        var ledger = new EntryLedger(name, limits ?? new ArchiveLimits());
        try
        {
            look(ledger);
            return new ArchiveSummary(ledger.Entries, ledger.Bytes);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new PackageException(ArchiveRefusals.Unreadable(name, ShownText.Of(failure.Message)));
        }
    }
}
