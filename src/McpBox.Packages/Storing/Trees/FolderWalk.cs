using System.Text;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing.Trees;

/// <summary>A folder that a manifest has a line for.</summary>
internal sealed class WalkedFolder(byte[] path)
{
    /// <summary>Below the tree's folder; empty for that one.</summary>
    public byte[] Path => path;

    /// <summary>How many of its lines have something in their place.</summary>
    public int Found { get; set; }

    /// <summary>How many names it has; null before it was entered, or when there is no such folder.</summary>
    public int? Names { get; set; }

    /// <summary>Null when it is not entered, or there is no such folder.</summary>
    public TreeFolder? Open { get; set; }
}

/// <summary>
/// Goes through a tree in the order of its manifest with the folders on the way open, so that each file is one short look from its own folder.
/// </summary>
internal sealed class FolderWalk : IDisposable
{
    private readonly Dictionary<string, WalkedFolder> _known = new(StringComparer.Ordinal);
    private readonly Stack<WalkedFolder> _way = new();

    /// <param name="root">The tree's folder; stays open for its owner.</param>
    public FolderWalk(TreeFolder root)
    {
        var first = new WalkedFolder([]) { Open = root, Names = root.Count() };
        _known[""] = first;
        _way.Push(first);
    }

    /// <summary>In no order.</summary>
    public IEnumerable<WalkedFolder> All => _known.Values;

    /// <summary>Tells of a folder's own line, which comes before those of what is in it.</summary>
    public void Add(ReadOnlySpan<byte> path) => _known[Latin(path)] = new WalkedFolder(path.ToArray());

    /// <returns>The folder of this path; null when nobody told of it.</returns>
    public WalkedFolder? Enter(ReadOnlySpan<byte> path)
    {
        var top = _way.Peek();
        if (path.SequenceEqual(top.Path))
            return top;
        while (!IsWithin(path, top.Path))
        {
            top.Open?.Dispose();
            top.Open = null;
            _ = _way.Pop();
            top = _way.Peek();
        }

        while (path.Length > top.Path.Length)
        {
            var start = top.Path.Length == 0 ? 0 : top.Path.Length + 1;
            var slash = path[start..].IndexOf((byte)'/');
            var end = slash < 0 ? path.Length : start + slash;
            if (!_known.TryGetValue(Latin(path[..end]), out var next))
                return null;
            Open(top.Open, next, path[start..end]);
            _way.Push(next);
            top = next;
        }

        return top;
    }

    public void Dispose()
    {
        for (; _way.Count > 1; _ = _way.Pop())
            _way.Peek().Open?.Dispose();
    }

    private static void Open(TreeFolder? parent, WalkedFolder folder, ReadOnlySpan<byte> name)
    {
        try
        {
            folder.Open = parent?.OpenFolder(name);
            folder.Names = folder.Open?.Count();
        }
        catch (IOException)
        {
            // Missing, or something else by now: its own line says so, and what should be in it is missing.
            folder.Open = null;
        }
    }

    private static bool IsWithin(ReadOnlySpan<byte> path, ReadOnlySpan<byte> folder) =>
        folder.IsEmpty || (path.StartsWith(folder) && (path.Length == folder.Length || path[folder.Length] == (byte)'/'));

    /// <summary>One character a byte: names need not be UTF-8, and keep apart what differs.</summary>
    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
