using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>
/// Where mcpbox's own settings, lock and store really are. Any of them may be a link, most often into a repository of dotfiles: whoever may write
/// at the end of it, or where one of the links on the way stands, decides what mcpbox reads.
/// </summary>
internal static class OwnPaths
{
    // As many as the kernel follows (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>Of one of mcpbox's folders: what in it may be a link that leads out of it. Not recursive but for the profiles.</summary>
    public static IEnumerable<string> LinksIn(string folder) =>
        new[] { folder, Path.Combine(folder, "profiles") }.SelectMany(Entries).Where(path => FileStatus.OfLink(path)?.Kind == FileKind.Symlink);

    /// <summary>
    /// Follows a path as the kernel does: the place of each link on the way, each canonical but for its last name, and last where it ends, whether
    /// there is something or not: what is not there yet could be put there.
    /// </summary>
    public static IReadOnlyList<string> Trail(string path)
    {
        var trail = new List<string>();
        var rest = new Stack<string>(Names(Path.GetFullPath(path)));
        var here = "/";
        while (rest.TryPop(out var name))
        {
            if (name == "..")
            {
                here = Path.GetDirectoryName(here) ?? "/";
                continue;
            }

            var next = Path.Combine(here, name);
            if (trail.Count >= MostLinks || FileStatus.OfLink(next)?.Kind != FileKind.Symlink || new FileInfo(next).LinkTarget is not { } target)
            {
                here = next;
                continue;
            }

            trail.Add(next);
            here = target.StartsWith('/') ? "/" : here;
            foreach (var part in Names(target))
                rest.Push(part);
        }

        trail.Add(here);
        return trail;
    }

    // The last one first, as they are pushed.
    private static IEnumerable<string> Names(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".").Reverse();

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What mcpbox cannot look into, it does not read anything from either.
            return [];
        }
    }
}
