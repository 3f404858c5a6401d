namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>Where the programs under test lie. What set-up should have provided and is missing fails the test with the command to run.</summary>
internal static class Programs
{
    public const string Node = "/usr/bin/node";

    public static string Repository { get; } = FindRepository();

    /// <summary>The Native AOT binary, or whatever <c>MCPBOX_BINARY</c> names.</summary>
    public static string McpBox => Existing(
        Environment.GetEnvironmentVariable("MCPBOX_BINARY") ?? Path.Combine(Repository, "artifacts/native/mcpbox"), "make native");

    /// <summary>One of <c>tests/stubs/*.c</c>, compiled.</summary>
    public static string Stub(string name) => Existing(Path.Combine(Repository, "artifacts/stubs", name), "tests/stubs/build.sh");

    /// <summary>A file of <c>tests/clients</c>: our own script or something below <c>node_modules</c>.</summary>
    public static string Client(string path) => Existing(Path.Combine(Repository, "tests/clients", path), "tests/install.sh clients");

    /// <summary>The script of an npm server: <c>everything</c>, <c>filesystem</c>, <c>memory</c> or <c>sequential-thinking</c>.</summary>
    public static string NpmServer(string name) => Client($"node_modules/@modelcontextprotocol/server-{name}/dist/index.js");

    private static string Existing(string path, string command)
    {
        Assert.True(File.Exists(path), $"{path} is missing. Run: {command}");
        return path;
    }

    private static string FindRepository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "McpBox.sln")))
            at = at.Parent ?? throw new DirectoryNotFoundException("No McpBox.sln above the tests.");
        return at.FullName;
    }
}
