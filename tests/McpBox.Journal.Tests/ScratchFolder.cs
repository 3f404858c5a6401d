namespace McpBox.Journal.Tests;

/// <summary>A folder of one's own for one test, gone afterwards.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mcpbox-journal-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
