namespace McpBox.Init.Tests.Hosting;

/// <summary>The published init; what is missing fails the test with the command to run.</summary>
internal static class Programs
{
    public static string Init
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "McpBox.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("McpBox.sln is not above the tests");
            var path = Path.Combine(folder, "artifacts/native/mcpbox-init");
            Assert.True(File.Exists(path), $"{path} is missing. Run: make native");
            return path;
        }
    }
}
