using McpBox.Posix.Trees;

namespace McpBox.Packages.Tests;

/// <summary>A folder of one test. What stands in it may be read-only or have names that .NET cannot hold.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mcpbox-packages-test-").FullName;

    public string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        using var parent = TreeFolder.Open(System.IO.Path.GetDirectoryName(Path)!);
        TreeRemoval.Remove(parent, System.Text.Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(Path)));
    }
}
