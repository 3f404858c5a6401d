using McpBox.Posix.Files;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing.Trees;

/// <summary>How large a tree is, for a report.</summary>
internal static class TreeUsage
{
    private const int Deepest = 100;

    /// <returns>Bytes of its files; what cannot be looked at, or is nested deeper than any entry, counts nothing.</returns>
    public static long Of(TreeFolder parent, ReadOnlySpan<byte> name) => Of(parent, name, depth: 0);

    private static long Of(TreeFolder parent, ReadOnlySpan<byte> name, int depth)
    {
        try
        {
            if (parent.Status(name) is not { } status)
                return 0;
            if (status.Kind != FileKind.Directory || depth == Deepest)
                return status.Kind == FileKind.Regular ? status.Size : 0;
            using var folder = parent.OpenFolder(name);
            var bytes = 0L;
            foreach (var inner in folder.Names())
                bytes += Of(folder, inner, depth + 1);
            return bytes;
        }
        catch (IOException)
        {
            // A report is not worth a failure; what cannot be removed is said by who removes it.
            return 0;
        }
    }
}
