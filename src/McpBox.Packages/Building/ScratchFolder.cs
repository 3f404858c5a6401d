using McpBox.Packages.Storing;

namespace McpBox.Packages.Building;

/// <summary>
/// A folder of one step (0700), which goes with whatever is in it. It stands in the package store as what is half-built does, so that what a
/// killed builder leaves is collected.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly EntryDraft _draft;

    private ScratchFolder(EntryDraft draft) => _draft = draft;

    /// <summary>Canonical if the store is.</summary>
    public string Path => _draft.Files;

    /// <param name="store">The store's folder; made where it is missing.</param>
    /// <exception cref="PackageException">It cannot be made.</exception>
    public static ScratchFolder Make(string store)
    {
        var root = new StoreRoot(store);
        root.Make();
        try
        {
            return new ScratchFolder(EntryDraft.Make(root));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(StoreCodes.CannotWrite, $"a build has no folder to work in: {failure.Message}", "free some space on the store's disk; nothing of it was kept");
        }
    }

    public void Dispose() => _draft.Dispose();
}
