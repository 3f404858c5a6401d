namespace McpBox.Session.Planning;

/// <summary>
/// pyenv, asdf and their kin put small programs of the wanted name into one folder; each asks the manager at start which version to run.
/// In a sandbox neither the manager nor its files exist, so such a shim can only fail.
/// </summary>
/// <param name="Which">The command that prints the real program's path, without the program's name.</param>
internal sealed record VersionManager(string Name, string Which)
{
    private static readonly (string Folder, VersionManager Manager)[] Known =
    [
        ("/pyenv-virtualenv/shims", new("pyenv", "pyenv which")),
        ("/.pyenv/shims", new("pyenv", "pyenv which")),
        ("/.asdf/shims", new("asdf", "asdf which")),
        ("/.rbenv/shims", new("rbenv", "rbenv which")),
        ("/.nodenv/shims", new("nodenv", "nodenv which")),
        ("/.goenv/shims", new("goenv", "goenv which")),
        ("/.plenv/shims", new("plenv", "plenv which")),
        ("/.jenv/shims", new("jenv", "jenv which")),
        ("/mise/shims", new("mise", "mise which")),
        ("/.volta/bin", new("volta", "volta which")),
        // The managers' roots can be moved; the folder's name stays.
        ("/shims", new("a version manager", "command -v")),
    ];

    /// <summary>The manager whose shim the program is, or null. A link to a shim is one too.</summary>
    public static VersionManager? Of(FoundProgram program) => OfFolder(program.Path) ?? OfFolder(program.Real);

    private static VersionManager? OfFolder(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        return Array.Find(Known, known => folder.EndsWith(known.Folder, StringComparison.Ordinal)).Manager;
    }
}
