namespace McpBox.Session.Planning;

/// <summary>The folder that a script needs to see around itself.</summary>
internal static class PackageRoot
{
    private static readonly string[] Marks = ["package.json", "pyproject.toml", "pyvenv.cfg"];

    /// <summary>
    /// For a script in a <c>node_modules</c>: the outermost one on its path, because npm hoists what it needs beside it and pnpm links it
    /// from there. Otherwise the nearest folder upwards with a package.json, pyproject.toml or pyvenv.cfg, but never above a folder with a
    /// .git: a checkout without a package.json of its own would have what stands beside it shown. Null when there is neither.
    /// </summary>
    /// <param name="script">Canonical path of a file, or of a folder that is started as a whole.</param>
    public static string? Of(string script)
    {
        var parts = script.Split('/');
        var outermost = Array.IndexOf(parts, "node_modules");
        if (outermost > 0 && outermost < parts.Length - 1)
            return string.Join('/', parts[..(outermost + 1)]);
        for (var folder = Directory.Exists(script) ? script : Path.GetDirectoryName(script); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Array.Exists(Marks, mark => File.Exists(Path.Combine(folder, mark))))
                return folder;
            if (Path.Exists(Path.Combine(folder, ".git")))
                return null;
        }

        return null;
    }

    /// <summary>
    /// A <c>node_modules</c> above the package root, where Node would go on looking: a monorepo hoists its packages there.
    /// </summary>
    public static string? HoistedAbove(string root, IReadOnlyList<string> homes)
    {
        for (var folder = Path.GetDirectoryName(root); folder is not null && folder != "/" && !homes.Contains(folder); folder = Path.GetDirectoryName(folder))
        {
            var modules = Path.Combine(folder, "node_modules");
            if (Directory.Exists(modules))
                return modules;
        }

        return null;
    }
}
