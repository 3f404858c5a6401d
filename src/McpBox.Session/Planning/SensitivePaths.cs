using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>The sensitive paths of one machine and one caller, each as it is written and as it resolves.</summary>
internal sealed class SensitivePaths
{
    // Stricter than a case-sensitive file system needs, and right for a folder that ignores case, where realpath keeps what was typed.
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    private readonly List<SensitivePath> _entries = [];
    private readonly List<string> _own = [];

    private SensitivePaths()
    {
    }

    /// <summary>Canonical home directories, the caller's first.</summary>
    public IReadOnlyList<string> Homes { get; private set; } = [];

    public static SensitivePaths For(PlanRequest request)
    {
        var paths = new SensitivePaths();
        var homes = Spellings(request.HomeDirectory).Concat(HomeDirectories.Of(request.PasswdFile).SelectMany(Spellings))
            .Where(home => home != "/" && !Toolchain.Contains(home) && !LiesInSystemTree(home)).Distinct(StringComparer.Ordinal).ToList();
        paths.Homes = homes;
        paths.AddOwn(request);
        paths.AddSystem();
        foreach (var home in homes)
            paths.AddHome(home);
        paths.AddVariables(request.CallerEnvironment);
        return paths;
    }

    /// <summary>The reason why <paramref name="canonical"/> should not be shown, or null.</summary>
    public SensitivePath? Find(string canonical, bool writable)
    {
        var candidates = _entries.Where(entry => writable || !entry.WritableOnly).ToList();
        return candidates.Find(entry => entry.Path.Equals(canonical, AnyCase))
            ?? candidates.Find(entry => entry.Reach == SensitiveReach.Tree && CanonicalPath.IsWithin(canonical, entry.Path, AnyCase))
            ?? candidates.Find(entry => CanonicalPath.IsWithin(entry.Path, canonical, AnyCase))
            ?? FindSameFile(candidates, canonical);
    }

    /// <summary>The folder of mcpbox's own that lies in, or contains, <paramref name="canonical"/>; null when there is none.</summary>
    public string? FindOwn(string canonical) => _own.Find(own =>
        CanonicalPath.IsWithin(canonical, own, AnyCase) || CanonicalPath.IsWithin(own, canonical, AnyCase));

    // A bind mount or a hard link shows the same file under a path that no comparison of names can recognise.
    private static SensitivePath? FindSameFile(List<SensitivePath> candidates, string canonical) =>
        FileStatus.Of(canonical) is { } status
            ? candidates.Find(entry => FileStatus.Of(entry.Path) is { } other
                && other.Inode == status.Inode && other.Device == status.Device)
            : null;

    // Services' homes such as /var/www: the tree that they lie in says all of it already.
    private static bool LiesInSystemTree(string home) =>
        SensitiveTable.SystemTrees.Any(tree => CanonicalPath.IsWithin(home, tree.Path));

    private void AddOwn(PlanRequest request)
    {
        string[] usual =
        [
            OwnFolder("XDG_STATE_HOME", ".local/state"), OwnFolder("XDG_CONFIG_HOME", ".config"),
            OwnFolder("XDG_DATA_HOME", ".local/share"), OwnFolder("XDG_CACHE_HOME", ".cache"),
        ];
        foreach (var folder in usual.Concat(request.OwnFolders))
        {
            AddOwnPath(folder, "mcpbox's own folder");
            foreach (var link in OwnPaths.LinksIn(folder))
                AddOwnPath(link, "what mcpbox's own folder links to");
        }

        string OwnFolder(string variable, string usual) =>
            request.CallerEnvironment.TryGetValue(variable, out var path) && Path.IsPathRooted(path)
                ? Path.Combine(path, "mcpbox")
                : Path.Combine(request.HomeDirectory, usual, "mcpbox");
    }

    // What is not there yet counts where it would be made; the links on the way only matter to who could replace them.
    private void AddOwnPath(string path, string what)
    {
        var trail = OwnPaths.Trail(path);
        _own.AddRange(Spellings(path).Concat(trail));
        Add(path, what, SensitiveReach.Tree);
        Add(trail[^1], what, SensitiveReach.Tree);
    }

    private void AddSystem()
    {
        foreach (var root in SensitiveTable.SharedRoots)
            Add(root, root == "/" ? "the whole disk" : "a folder shared by everything on this machine", SensitiveReach.Itself);
        foreach (var (path, what) in SensitiveTable.SystemTrees)
            Add(path, what, SensitiveReach.Tree);
        foreach (var root in Toolchain.Roots)
            Add(root, "the system's programs", SensitiveReach.Tree, writableOnly: true);
    }

    private void AddHome(string home)
    {
        Add(home, "a home directory", SensitiveReach.Itself);
        foreach (var name in SensitiveTable.HomeTrees)
            Add($"{home}/{name}", "where keys, passwords or private data are kept", SensitiveReach.Tree);
        foreach (var name in SensitiveTable.HomeStartFiles)
            Add($"{home}/{name}", "what the user's own shell or session runs", SensitiveReach.Tree, writableOnly: true);
    }

    private void AddVariables(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var name in SensitiveTable.PathVariables)
        {
            // "unix:path=/run/user/1000/bus,guid=…", "unix:///run/docker.sock", "/home/u/a:/home/u/b", "/run/…/S.gpg-agent:0:1"
            foreach (var piece in environment.GetValueOrDefault(name, "").Split([':', '=', ',', ';']))
            {
                if (Path.IsPathRooted(piece) && piece.Trim('/').Length > 0)
                    Add("/" + piece.TrimStart('/'), $"what {name} points to", SensitiveReach.Tree);
            }
        }
    }

    private void Add(string path, string what, SensitiveReach reach, bool writableOnly = false)
    {
        foreach (var spelling in Spellings(path))
            _entries.Add(new SensitivePath(spelling, what, reach, writableOnly));
    }

    // A path that does not exist yet counts under its written name.
    private static IEnumerable<string> Spellings(string path)
    {
        var written = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var resolved = CanonicalPath.Of(path);
        return resolved is null || resolved == written ? [written] : [written, resolved];
    }
}
