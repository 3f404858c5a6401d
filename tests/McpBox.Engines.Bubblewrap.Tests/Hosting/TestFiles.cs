namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>
/// Copies of the probe and of these tests' own executable in a folder that every user can read, wherever the checkout lies.
/// </summary>
internal static class TestFiles
{
    private static readonly Lazy<string> Folder = new(Make);

    public static string Probe => Path.Combine(Folder.Value, "probe");

    public static string Host => Path.Combine(Folder.Value, "host", "McpBox.Engines.Bubblewrap.Tests");

    private static string Make()
    {
        var probe = Path.Combine(Repository(), "artifacts", "probe", "probe");
        if (!File.Exists(probe))
            throw new FileNotFoundException($"{probe} is missing; build it with tests/probe/build.sh", probe);

        var folder = Directory.CreateTempSubdirectory("mcpbox-engine-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Open(folder);
        File.Copy(probe, Path.Combine(folder, "probe"));
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
