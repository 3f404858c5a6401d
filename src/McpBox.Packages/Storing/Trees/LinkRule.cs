using System.Text;
using McpBox.Posix.Files;

namespace McpBox.Packages.Storing.Trees;

/// <summary>
/// Symlinks of a tree lead to places inside it, by the kernel's rules (path_resolution(7)) and not by the text alone: <c>a/..</c> is not here
/// when <c>a</c> is itself a link. One that leads nowhere is harmless as long as the way there stays inside.
/// </summary>
internal sealed class LinkRule(IReadOnlyCollection<TreeItem> items)
{
    /// <summary>As the kernel counts: more links on one way are ELOOP, which leads nowhere.</summary>
    private const int MostLinks = 40;

    private readonly Dictionary<string, string> _targets = items.Where(item => item.Target is not null)
        .ToDictionary(item => Latin(item.Path), item => Latin(item.Target!), StringComparer.Ordinal);

    private readonly HashSet<string> _folders = items.Where(item => item.Status.Kind == FileKind.Directory)
        .Select(item => Latin(item.Path)).ToHashSet(StringComparer.Ordinal);

    /// <exception cref="PackageException">Names the first link that leads out.</exception>
    public void RefuseLinksOut()
    {
        foreach (var item in items.Where(item => item.Target is not null))
        {
            if (LeadsOut(Latin(item.Path)))
                throw TreeSurvey.Refuse(item.Path, $"is a symbolic link that leads out of the package, to {PathText.Escape(item.Target)}");
        }
    }

    private bool LeadsOut(string link)
    {
        var way = new Stack<string>();
        Push(way, link);
        var here = "";
        for (var links = 0; way.TryPop(out var part);)
        {
            if (part == "..")
            {
                if (here.Length == 0)
                    return true;
                here = here[..Math.Max(here.LastIndexOf('/'), 0)];
                continue;
            }

            var next = here.Length == 0 ? part : $"{here}/{part}";
            if (_targets.TryGetValue(next, out var target))
            {
                if (target.StartsWith('/'))
                    return true;
                if (++links > MostLinks)
                    return false;
                Push(way, target);
            }
            else if (way.Count > 0 && !_folders.Contains(next))
            {
                // The kernel stops here (ENOENT, ENOTDIR). What would follow is held to the text's own sense, so that no text points out.
                return TextLeadsOut(next, way);
            }
            else
            {
                here = next;
            }
        }

        return false;
    }

    private static bool TextLeadsOut(string here, Stack<string> way)
    {
        var depth = here.Count(c => c == '/') + 1;
        foreach (var part in way)
        {
            depth += part == ".." ? -1 : 1;
            if (depth < 0)
                return true;
        }

        return false;
    }

    /// <summary>Puts the parts of a path on the way, the first one on top.</summary>
    private static void Push(Stack<string> way, string path)
    {
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse())
            way.Push(part);
    }

    /// <summary>One character a byte: names need not be UTF-8, and keep apart what differs.</summary>
    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
