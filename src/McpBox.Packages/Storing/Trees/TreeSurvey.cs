using McpBox.Posix.Files;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing.Trees;

/// <summary>An entry of a tree that was just built.</summary>
/// <param name="Path">Below the tree's folder, bytes, sorted by them.</param>
/// <param name="Target">Of a symlink.</param>
internal sealed record TreeItem(byte[] Path, TreeStatus Status, byte[]? Target);

/// <summary>
/// Looks at what strangers' build programs left in a folder, before any of it is believed: only files, folders and links that stay inside, none
/// of them shared with the world outside.
/// </summary>
internal sealed class TreeSurvey
{
    private const int OwnerAll = 0x1C0; // 0700
    private const int Deepest = 100;
    private const int Most = 500_000;

    private readonly TreeFolder _root;
    private readonly List<TreeItem> _items = [];

    private TreeSurvey(TreeFolder root)
    {
        _root = root;
    }

    /// <summary>Everything below a folder, sorted by the bytes of its path. Folders can be entered by their owner afterwards.</summary>
    /// <exception cref="PackageException">Something of it cannot be stored.</exception>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static List<TreeItem> Of(TreeFolder root)
    {
        var survey = new TreeSurvey(root);
        survey.Walk(root, [], depth: 0);
        survey._items.Sort(static (one, other) => one.Path.AsSpan().SequenceCompareTo(other.Path));
        survey.RefuseSharedFiles();
        survey.RefuseForeignFiles();
        new LinkRule(survey._items).RefuseLinksOut();
        return survey._items;
    }

    private void Walk(TreeFolder folder, byte[] path, int depth)
    {
        foreach (var name in folder.Names())
        {
            var inner = path.Length == 0 ? name : [.. path, (byte)'/', .. name];
            if (depth == Deepest || inner.Length > Manifest.LongestPath || _items.Count == Most)
                throw TooLarge(inner);
            var status = folder.Status(name) ?? throw new IOException($"{PathText.Escape(inner)} vanished: something of the build is still running");
            if (status.Kind is not (FileKind.Directory or FileKind.Regular or FileKind.Symlink))
                throw Refuse(inner, $"is neither a file nor a folder nor a link ({status.Kind})");
            _items.Add(new TreeItem(inner, status, status.Kind == FileKind.Symlink ? folder.LinkTarget(name) : null));
            if (status.Kind != FileKind.Directory)
                continue;
            folder.SetPermissions(name, OwnerAll);
            using var next = folder.OpenFolder(name);
            Walk(next, inner, depth + 1);
        }
    }

    /// <summary>A file that has a name outside can be changed there.</summary>
    private void RefuseSharedFiles()
    {
        foreach (var names in _items.Where(item => item.Status.Kind == FileKind.Regular && item.Status.Links > 1)
            .GroupBy(item => (item.Status.Device, item.Status.Inode)))
        {
            var first = names.First();
            if (first.Status.Links != names.Count())
                throw Refuse(first.Path, "has another name outside the package (hard link), by which it could be changed");
        }
    }

    /// <summary>Whose file it is may change it, whatever its mode. Root gives files to itself; nobody else can.</summary>
    private void RefuseForeignFiles()
    {
        var caller = Caller.EffectiveUserId();
        if (_root.Status("."u8) is { } root && root.Uid != caller)
            throw Refuse("."u8, $"belongs to uid {root.Uid}");
        if (caller != 0 && _items.Find(item => item.Status.Uid != caller) is { } foreign)
            throw Refuse(foreign.Path, $"belongs to uid {foreign.Status.Uid}");
    }

    internal static PackageException Refuse(ReadOnlySpan<byte> path, string why) => new(
        StoreCodes.CannotBeStored, $"the package cannot be stored: {PathText.Escape(path)} {why}", "nothing of it was kept; report this to the package's author");

    private static PackageException TooLarge(ReadOnlySpan<byte> path) => new(
        StoreCodes.TooLarge, $"the package has more than {Most} files, or one deeper than {Deepest} folders or with a path of more than "
        + $"{Manifest.LongestPath} bytes: {PathText.Escape(path[..Math.Min(path.Length, 200)])}", "nothing of it was kept; report this to the package's author");
}
