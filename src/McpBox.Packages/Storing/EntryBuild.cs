using System.Security.Cryptography;
using System.Text;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Storing.Trees;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing;

/// <summary>One build of one entry, from the queue of its builders to its name in the store.</summary>
internal sealed class EntryBuild(StoreRoot root, LockedPackage package, string key, Action<BuildMoment> reached)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public StoreEntry Run(Func<string, StartCommand> fill, Func<DateTimeOffset> now)
    {
        root.Make();
        if (Present() is { } present)
            return present;
        try
        {
            using var turn = root.TakeTurn(key);
            reached(BuildMoment.Alone);
            return Present() ?? Make(fill, now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(
                StoreCodes.CannotWrite, $"{package.Spec} cannot be put into the package store: {exception.Message}", "free some space on the store's disk; nothing of it was kept");
        }
    }

    /// <summary>An entry that is as good as one built now. A damaged one, or one with other files than the lock says, is not.</summary>
    private StoreEntry? Present() =>
        EntryDescription.Read(root.At(key), key) is { } entry
        && (package.Tree is null || package.Tree == entry.Tree)
        && EntryInspection.Inspect(entry, limit: 1).Count == 0
            ? entry
            : null;

    private StoreEntry Make(Func<string, StartCommand> fill, Func<DateTimeOffset> now)
    {
        using var draft = EntryDraft.Make(root);
        reached(BuildMoment.Made);
        var start = fill(draft.Files);
        reached(BuildMoment.Filled);
        var manifest = Seal(draft, start);
        reached(BuildMoment.Sealed);
        var entry = new StoreEntry
        {
            Key = key,
            Folder = root.At(key),
            Spec = package.Spec.ToString(),
            Version = package.Version,
            Tree = Convert.ToHexStringLower(SHA256.HashData(manifest)),
            Built = now(),
            Start = start,
        };
        if (package.Tree is not null && package.Tree != entry.Tree)
            throw OtherFiles(entry.Tree, manifest);
        Describe(draft, manifest, entry);
        reached(BuildMoment.Described);
        Publish(draft);
        return entry;
    }

    private static byte[] Seal(EntryDraft draft, StartCommand start)
    {
        using var files = TreeFolder.Open(draft.Files);
        var items = TreeSurvey.Of(files);
        return Encoding.ASCII.GetBytes(Manifest.Head(EntryDescription.HashOf(start)) + TreeSeal.Apply(files, items));
    }

    private static void Describe(EntryDraft draft, byte[] manifest, StoreEntry entry)
    {
        WriteNew(Path.Join(draft.Folder, EntryNames.Manifest), manifest);
        WriteNew(Path.Join(draft.Folder, EntryNames.Description), EntryDescription.Write(entry));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft.Folder, ReadOnly | Executable);
    }

    private static void WriteNew(string path, byte[] bytes)
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("packages are stored on Unix only");
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        file.Write(bytes);
        File.SetUnixFileMode(file.SafeFileHandle, ReadOnly);
    }

    private void Publish(EntryDraft draft)
    {
        using var store = TreeFolder.Open(root.Path);
        store.SyncFileSystem();
        reached(BuildMoment.OnDisk);
        if (FileStatus.OfLink(root.At(key)) is not null)
            Replace(store);
        reached(BuildMoment.PlaceFree);
        draft.Publish(store, key);
        reached(BuildMoment.Published);
    }

    /// <summary>Takes a damaged entry out of the way; a session that runs in it keeps it under another name.</summary>
    private void Replace(TreeFolder store)
    {
        var gone = StoreRoot.Retire(store, key);
        using var alone = FileLock.TryTakeFolder(root.At(gone));
        if (alone is not null)
            TreeRemoval.Remove(store, Encoding.ASCII.GetBytes(gone));
    }

    private PackageException OtherFiles(string tree, byte[] manifest)
    {
        var names = ManifestDifference.Describe(OldManifest(), manifest);
        return new PackageException(
            StoreCodes.OtherFiles, $"{package.Spec} {package.Version} was built to other files than the lock file says: tree {tree}, locked {package.Tree}{names}",
            "find out what differs between the two builds; to take the files that this machine builds, remove `tree` from the lock file, then: mcpbox lock");
    }

    /// <summary>The manifest that the lock means, if an earlier entry of this key still has it: a hash alone names no files.</summary>
    private byte[]? OldManifest()
    {
        var read = BoundedFile.Read(Path.Join(root.At(key), EntryNames.Manifest), EntryInspection.LongestManifest, followLinks: false);
        return Convert.ToHexStringLower(SHA256.HashData(read.Bytes)) == package.Tree ? read.Bytes : null;
    }
}
