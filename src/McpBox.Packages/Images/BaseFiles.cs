using System.Formats.Tar;

namespace McpBox.Packages.Images;

/// <summary>Which files an image has, by the headers of its layers: what a later layer removes is gone (OCI image specification, layer.md, Whiteouts).</summary>
internal sealed class BaseFiles
{
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";
    private const int MostEntries = 4_000_000;
    private const int MostLinks = 40;

    private readonly Dictionary<string, (TarEntryType Kind, string Link, bool Runs)> _entries = new(StringComparer.Ordinal);

    /// <summary>Lays a layer over those before it.</summary>
    /// <exception cref="InvalidDataException">It is no tar archive, or has too many entries.</exception>
    public void Add(Stream layer)
    {
        var added = new Dictionary<string, (TarEntryType Kind, string Link, bool Runs)>(StringComparer.Ordinal);
        using var reader = new TarReader(layer, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            if (_entries.Count + added.Count > MostEntries)
                throw new InvalidDataException($"more than {MostEntries} files");
            var path = Normal(entry.Name);
            var (folder, name) = (path[..(path.LastIndexOf('/') + 1)], path[(path.LastIndexOf('/') + 1)..]);
            if (name == Opaque)
                Remove(folder.TrimEnd('/'), itself: false);
            else if (name.StartsWith(Whiteout, StringComparison.Ordinal))
                Remove(folder + name[Whiteout.Length..], itself: true);
            else if (path.Length > 0)
                added[path] = (entry.EntryType, entry.LinkName, (entry.Mode & UnixFileMode.OtherExecute) != UnixFileMode.None);
        }

        foreach (var (path, entry) in added)
        {
            if (entry.Kind != TarEntryType.Directory && _entries.TryGetValue(path, out var before) && before.Kind == TarEntryType.Directory)
                Remove(path, itself: true);
            _entries[path] = entry;
        }
    }

    /// <summary>Whether a program can be started: by its path, or by its name in one of the folders of a PATH.</summary>
    public bool HasProgram(string word, string path) => word.Contains('/', StringComparison.Ordinal)
        ? IsProgram(word)
        : path.Split(':').Any(folder => folder is ['/', ..] && IsProgram($"{folder}/{word}"));

    /// <summary>Whether a folder is one, or is not there at all.</summary>
    public bool IsFolderOrAbsent(string path) => !_entries.TryGetValue(Normal(path), out var entry) || entry.Kind == TarEntryType.Directory;

    public bool Has(string path) => _entries.ContainsKey(Normal(path));

    private bool IsProgram(string path) => Find(path) is { Kind: TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.HardLink, Runs: true };

    // Links are followed as the kernel does it, from part to part.
    private (TarEntryType Kind, string Link, bool Runs)? Find(string path)
    {
        var left = new Stack<string>(Enumerable.Reverse(path.Split('/')));
        var at = new List<string>();
        for (var links = 0; left.TryPop(out var part);)
        {
            if (part is "" or ".")
                continue;
            if (part == "..")
            {
                if (at.Count > 0)
                    at.RemoveAt(at.Count - 1);
                continue;
            }

            at.Add(part);
            if (!_entries.TryGetValue(string.Join('/', at), out var entry) || entry.Kind != TarEntryType.SymbolicLink)
                continue;
            if (++links > MostLinks)
                return null;
            at.RemoveAt(at.Count - 1);
            if (entry.Link is ['/', ..])
                at.Clear();
            foreach (var word in Enumerable.Reverse(entry.Link.Split('/')))
                left.Push(word);
        }

        return _entries.TryGetValue(string.Join('/', at), out var found) ? found : null;
    }

    private void Remove(string path, bool itself)
    {
        foreach (var gone in _entries.Keys.Where(other => (itself && other == path) || other.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            _entries.Remove(gone);
    }

    private static string Normal(string name) => string.Join('/', name.Split('/').Where(static part => part is not ("" or ".")));
}
