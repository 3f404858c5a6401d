using McpBox.Posix.Files;

namespace McpBox.Packages.Storing;

/// <summary>A folder of one build's, held by a lock, so that what a killed owner left can be told from what is in use.</summary>
public sealed class WorkFolder : IDisposable
{
    private readonly FileLock _turn;
    private readonly string _turnFile;

    internal WorkFolder(string folder, FileLock turn, string turnFile)
    {
        (_turn, _turnFile) = (turn, turnFile);
        Folder = Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>Absolute path; empty at first.</summary>
    public string Folder { get; }

    public void Dispose()
    {
        Tree.Remove(Folder);
        File.Delete(_turnFile);
        _turn.Dispose();
    }
}
