namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>
/// Copies of the probe and of these tests' own executable in a folder that every user can read, wherever the checkout lies.
/// </summary>
internal static class TestFiles
{
    private static readonly Lazy<string> Folder = new(Make);

    public static string Probe => Path.Combine(Folder.Value, "probe");

    /// <summary>The published init; a test engine has none beside it.</summary>
    public static string Init => Path.Combine(Folder.Value, "mcpbox-init");

    public static string Host => Path.Combine(Folder.Value, "host", "McpBox.Engines.Bubblewrap.Tests");

    private static string Make()
    {
        var probe = Path.Combine(Repository(), "artifacts", "probe", "probe");
        if (!File.Exists(probe))
            throw new FileNotFoundException($"{probe} is missing; build it with tests/probe/build.sh", probe);

        var init = Path.Combine(Repository(), "artifacts", "native", "mcpbox-init");
        if (!File.Exists(init))
            throw new FileNotFoundException($"{init} is missing; build it with `make native`", init);

        var folder = Directory.CreateTempSubdirectory("mcpbox-engine-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Open(folder);
        File.Copy(probe, Path.Combine(folder, "probe"));
        File.Copy(init, Path.Combine(folder, "mcpbox-init"));
        Directory.CreateDirectory(Path.Combine(folder, "host"));
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(folder, "host", Path.GetFileName(file)));
        Open(Path.Combine(folder, "host"));
        return folder;
    }

    private static void Open(string folder)
    {
        const UnixFileMode All = (UnixFileMode)0x1ed;
        File.SetUnixFileMode(folder, All);
        foreach (var file in Directory.EnumerateFiles(folder))
            File.SetUnixFileMode(file, All);
    }

    public static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "McpBox.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("McpBox.sln is not above the tests");
        return folder;
    }
}
