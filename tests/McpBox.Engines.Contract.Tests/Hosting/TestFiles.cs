namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>Copies of the probe and of the init in a folder that every user can read, wherever the checkout lies.</summary>
internal static class TestFiles
{
    private static readonly Lazy<string> Folder = new(Make);

    public static string Probe => Path.Combine(Folder.Value, "probe");

    public static string Init => Path.Combine(Folder.Value, "mcpbox-init");

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("mcpbox-contract-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        File.SetUnixFileMode(folder, (UnixFileMode)0x1ed);
        Copy(Path.Combine(Repository(), "artifacts", "probe", "probe"), folder, "tests/probe/build.sh");
        Copy(Path.Combine(Repository(), "artifacts", "native", "mcpbox-init"), folder, "make native");
        return folder;
    }

    private static void Copy(string file, string folder, string build)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"{file} is missing; build it with `{build}`", file);
        var copy = Path.Combine(folder, Path.GetFileName(file));
        File.Copy(file, copy);
        File.SetUnixFileMode(copy, (UnixFileMode)0x1ed);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "McpBox.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("McpBox.sln is not above the tests");
        return folder;
    }
}
