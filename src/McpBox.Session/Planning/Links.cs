using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>Chains of symlinks, hop by hop: inside the sandbox every hop has to exist, not only the end.</summary>
internal static class Links
{
    private const int Limit = 40;

    /// <summary>The paths that a link leads through, as they are written in it, made absolute; the last is the file. Empty for a file.</summary>
    public static IEnumerable<string> Hops(string path, int limit = Limit)
    {
        var current = path;
        while (limit-- > 0 && new FileInfo(current).LinkTarget is { } target)
        {
            // A relative target counts from the folder that the link really stands in.
            var folder = CanonicalPath.Of(Path.GetDirectoryName(current)!) ?? "/";
            current = Path.IsPathRooted(target) ? Path.GetFullPath(target) : Path.GetFullPath(Path.Combine(folder, target));
            yield return current;
        }
    }

    /// <summary>Every symlink that the kernel follows on the way along <paramref name="path"/>, folders included: where each really stands.</summary>
    public static IEnumerable<string> Followed(string path)
    {
        var parts = new Stack<string>(path.Split('/').AsEnumerable().Reverse());
        var (at, left) = ("/", Limit);
        while (left > 0 && parts.TryPop(out var part))
        {
            var next = part is "" or "." ? at : part is ".." ? Path.GetDirectoryName(at) ?? "/" : Path.Combine(at, part);
            if (next == at || part is ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }

            yield return next;
            left--;
            at = Path.IsPathRooted(target) ? "/" : at;
            foreach (var piece in target.Split('/').AsEnumerable().Reverse())
                parts.Push(piece);
        }
    }

    /// <summary>True when neither the path nor any hop leaves the toolchain: then the link works inside as it does outside.</summary>
    public static bool StayInToolchain(string path) =>
        Hops(path).Prepend(path).All(hop => Toolchain.Contains(hop)
            && CanonicalPath.Of(Path.GetDirectoryName(hop)!) is { } folder && Toolchain.Contains(folder));
}
