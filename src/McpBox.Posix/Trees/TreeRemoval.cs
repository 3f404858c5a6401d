using System.Text;
using McpBox.Posix.Files;

namespace McpBox.Posix.Trees;

/// <summary>Removes folders whatever is in them: read-only ones, names that are no UTF-8, and nesting beyond PATH_MAX and the limit of open files.</summary>
public static class TreeRemoval
{
    private const int OwnerAll = 0x1C0; // 0700

    /// <summary>Folders that are open at once; what is nested deeper is moved up first.</summary>
    private const int Deepest = 64;

    /// <summary>Removes a folder of the caller's with everything in it. Follows no link. Nobody else may be at work in it.</summary>
    /// <exception cref="IOException">Something cannot be removed; the rest is gone or still there.</exception>
    public static void Remove(TreeFolder parent, ReadOnlySpan<byte> name)
    {
        parent.SetPermissions(name, OwnerAll);
        using (var top = parent.OpenFolder(name))
        {
            for (var names = top.Names(); names.Count > 0; names = top.Names())
            {
                foreach (var entry in names)
                    Remove(top, entry, top, depth: 0);
            }
        }

        parent.Remove(name, folder: true);
    }

    private static void Remove(TreeFolder folder, byte[] name, TreeFolder top, int depth)
    {
        if (folder.Status(name) is not { } status)
            return;
        if (status.Kind != FileKind.Directory)
        {
            folder.Remove(name, folder: false);
            return;
        }

        folder.SetPermissions(name, OwnerAll);
        if (depth == Deepest)
        {
            folder.Move(name, top, Encoding.ASCII.GetBytes($"{Guid.NewGuid():N}"));
            return;
        }

        using (var inner = folder.OpenFolder(name))
        {
            foreach (var entry in inner.Names())
                Remove(inner, entry, top, depth + 1);
        }

        folder.Remove(name, folder: true);
    }
}
