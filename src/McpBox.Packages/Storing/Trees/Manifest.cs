using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace McpBox.Packages.Storing.Trees;

/// <summary>What a line of a manifest is about; the letter it begins with.</summary>
internal enum TreeKind
{
    Folder = 'd',
    File = 'f',
    Executable = 'x',
    Link = 'l',
}

/// <summary>One entry of a tree as the manifest says it.</summary>
/// <param name="path">Below the tree's folder, bytes.</param>
/// <param name="size">Bytes, of a file.</param>
/// <param name="detail">A file's SHA-256 in lower-case hexadecimal; a link's target.</param>
internal readonly ref struct ManifestLine(TreeKind kind, ReadOnlySpan<byte> path, long size, ReadOnlySpan<byte> detail)
{
    public TreeKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Path { get; } = path;

    public long Size { get; } = size;

    public ReadOnlySpan<byte> Detail { get; } = detail;

    public bool IsFile => Kind is TreeKind.File or TreeKind.Executable;
}

/// <summary>
/// The text that says what a tree is, of which <c>tree</c> in the lock is the SHA-256. A head, then a line for each entry below the tree's
/// folder, sorted by the bytes of its path: <c>d PATH</c>, <c>f SIZE SHA256 PATH</c>, <c>x SIZE SHA256 PATH</c> (executable), <c>l TARGET PATH</c>.
/// Lines end with LF; paths and targets are written by <see cref="PathText"/>.
/// </summary>
internal static class Manifest
{
    /// <summary>The longest path of a tree, in bytes: with the store's own in front it stays below PATH_MAX.</summary>
    public const int LongestPath = 3000;

    /// <summary>PATH_MAX, symlink(7).</summary>
    public const int LongestTarget = 4096;

    private const string Title = "mcpbox-manifest 1\n";
    private const int HashLength = 64;

    /// <param name="start">SHA-256 of the start command.</param>
    public static string Head(string start) => $"{Title}start {start}\n";

    public static string Folder(ReadOnlySpan<byte> path) => $"d {PathText.Escape(path)}\n";

    public static string File(ReadOnlySpan<byte> path, bool executable, long size, string hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{(executable ? 'x' : 'f')} {size} {hash} {PathText.Escape(path)}\n");

    public static string Link(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target) => $"l {PathText.Escape(target)} {PathText.Escape(path)}\n";

    /// <summary>The lines after a head; false when it does not begin with this one.</summary>
    public static bool TrySkipHead(ReadOnlySpan<byte> manifest, string start, out ReadOnlySpan<byte> lines)
    {
        var head = Encoding.ASCII.GetBytes(Head(start));
        var matches = manifest.StartsWith(head);
        lines = matches ? manifest[head.Length..] : [];
        return matches;
    }

    /// <summary>Takes the next line off.</summary>
    /// <param name="path">Room for <see cref="LongestPath"/> bytes; the line's path is in it until the next call.</param>
    /// <param name="target">Room for <see cref="LongestTarget"/> bytes, for a link's target.</param>
    /// <returns>False when the line is not one that this type writes.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> lines, Span<byte> path, Span<byte> target, out ManifestLine line)
    {
        line = default;
        var end = lines.IndexOf((byte)'\n');
        if (end < 0 || lines[..end] is not [var letter, (byte)' ', .. var rest])
            return false;
        lines = lines[(end + 1)..];
        var size = 0L;
        var detail = ReadOnlySpan<byte>.Empty;
        switch ((TreeKind)letter)
        {
            case TreeKind.Folder:
                break;
            case TreeKind.File or TreeKind.Executable:
                if (!TryTakeWord(ref rest, out var digits) || !Utf8Parser.TryParse(digits, out size, out var used) || used != digits.Length
                    || !TryTakeWord(ref rest, out detail) || detail.Length != HashLength)
                    return false;
                break;
            case TreeKind.Link:
                if (!TryTakeWord(ref rest, out var escaped) || PathText.Unescape(escaped, target) is not (> 0 and var targetLength))
                    return false;
                detail = target[..targetLength];
                break;
            default:
                return false;
        }

        var length = PathText.Unescape(rest, path);
        line = new ManifestLine((TreeKind)letter, length > 0 ? path[..length] : [], size, detail);
        return length > 0;
    }

    /// <summary>The folder that a path stands in; empty for the tree's own.</summary>
    public static ReadOnlySpan<byte> Parent(ReadOnlySpan<byte> path) => path[..Math.Max(path.LastIndexOf((byte)'/'), 0)];

    private static bool TryTakeWord(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> word)
    {
        var space = rest.IndexOf((byte)' ');
        word = space > 0 ? rest[..space] : [];
        rest = rest[(space + 1)..];
        return space > 0;
    }
}
