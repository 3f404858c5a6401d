using System.Text;
using McpBox.Packages.Locking;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing;

/// <summary>
/// The store's folder: <c>KEY/</c> are entries, <c>.building-RANDOM/</c> half-built ones, <c>.gone-RANDOM/</c> half-removed ones, <c>.lock-KEY</c>
/// what builders of one key queue at.
/// </summary>
internal sealed class StoreRoot(string path)
{
    public const string Building = ".building-";
    public const string Gone = ".gone-";
    public const string Queue = ".lock-";

    private const int OthersWrite = 0x12; // 0022

    public string Path => path;

    public static bool IsKey(string name) => LockedText.IsHash(name);

    public string At(string name) => System.IO.Path.Join(path, name);

    /// <summary>Makes the folder (0700) where it is missing.</summary>
    /// <exception cref="PackageException">It cannot be made, or is not the caller's to fill.</exception>
    public void Make()
    {
        try
        {
            PrivateFile.MakeFolder(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"cannot be made: {exception.Message}");
        }

        if (!Exists())
            throw Unusable("was removed while it was being made");
    }

    /// <exception cref="PackageException">What is there is a link, a file, another user's, or others may write it.</exception>
    public bool Exists()
    {
        if (FileStatus.OfLink(path) is not { } status)
            return false;
        if (status.Kind != FileKind.Directory)
            throw Unusable("is not a folder");
        if (status.Uid != Caller.EffectiveUserId())
            throw Unusable($"belongs to uid {status.Uid}");
        return (status.Permissions & OthersWrite) == 0 ? true : throw Unusable("may be written by others");
    }

    /// <summary>Waits until no other builder is at work on a key.</summary>
    /// <exception cref="IOException">The lock cannot be taken.</exception>
    public FileLock TakeTurn(string key)
    {
        var file = At(Queue + key);
        while (true)
        {
            // What was waited for may have been removed meanwhile, and the next builder would not hear of a lock on a file without name.
            var turn = FileLock.Take(file);
            if (turn.IsAt(file))
                return turn;
            turn.Dispose();
        }
    }

    /// <summary>Takes a folder's name away in one instant, so that what is half removed is never used.</summary>
    /// <returns>Its new name.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static string Retire(TreeFolder root, string name)
    {
        var gone = $"{Gone}{Guid.NewGuid():N}";
        root.Move(Encoding.UTF8.GetBytes(name), root, Encoding.UTF8.GetBytes(gone));
        return gone;
    }

    private PackageException Unusable(string why) => new(
        StoreCodes.Root, $"the package store {path} {why}", "give it to yourself alone (chown, chmod 700), or point XDG_DATA_HOME elsewhere");
}
