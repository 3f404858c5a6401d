using System.Security.Cryptography;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing.Trees;

/// <summary>Makes a surveyed tree read-only and of one time, and says what it is.</summary>
internal static class TreeSeal
{
    /// <summary>2000-01-01 in UTC, of everything in every tree: two builds do not differ in it, a later change does; ZIP and tar can say it.</summary>
    public const long Time = 946_684_800;

    public const int FolderMode = 0x16D; // 0555
    public const int FileMode = 0x124; // 0444
    public const int ExecutableMode = 0x16D; // 0555

    public const int Threads = 2;

    private const int OwnerExecutes = 0x40; // 0100
    private const int OwnerReads = 0x100; // 0400
    private const int Chunk = 128 * 1024;

    /// <param name="items">What <see cref="TreeSurvey"/> found in <paramref name="root"/>.</param>
    /// <returns>The lines of the manifest, after its head.</returns>
    /// <exception cref="IOException">It cannot be done.</exception>
    public static string Apply(TreeFolder root, List<TreeItem> items)
    {
        var lines = new string[items.Count];
        try
        {
            _ = Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = Threads }, i => lines[i] = Line(root, items[i]));
        }
        catch (AggregateException exception) when (exception.InnerException is IOException first)
        {
            throw new IOException(first.Message, exception);
        }

        Finish(root, items);
        return string.Concat(lines);
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal, and how many bytes it was.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (string Hash, long Size) Hash(TreeFolder root, ReadOnlySpan<byte> path)
    {
        using var file = root.OpenFile(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Chunk];
        var size = 0L;
        for (int count; (count = RandomAccess.Read(file, buffer, size)) > 0; size += count)
            hash.AppendData(buffer, 0, count);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    private static string Line(TreeFolder root, TreeItem item)
    {
        switch (item.Status.Kind)
        {
            case FileKind.Directory:
                return Manifest.Folder(item.Path);
            case FileKind.Symlink:
                return Manifest.Link(item.Path, item.Target);
            default:
                if ((item.Status.Permissions & OwnerReads) == 0)
                    root.SetPermissions(item.Path, OwnerReads);
                var (hash, size) = Hash(root, item.Path);
                return Manifest.File(item.Path, IsExecutable(item), size, hash);
        }
    }

    /// <summary>From the innermost folder outwards, because a change in a folder changes its time.</summary>
    private static void Finish(TreeFolder root, List<TreeItem> items)
    {
        var (user, group) = (Caller.EffectiveUserId(), Caller.EffectiveGroupId());
        for (var i = items.Count - 1; i >= 0; i--)
        {
            var item = items[i];
            if (item.Status.Uid != user)
                root.SetOwner(item.Path, user, group);
            if (item.Status.Kind != FileKind.Symlink)
                root.SetPermissions(item.Path, item.Status.Kind == FileKind.Directory ? FolderMode : IsExecutable(item) ? ExecutableMode : FileMode);
            root.SetTime(item.Path, Time);
        }

        root.SetPermissions("."u8, FolderMode);
        root.SetTime("."u8, Time);
    }

    private static bool IsExecutable(TreeItem item) => (item.Status.Permissions & OwnerExecutes) != 0;
}
