using McpBox.Posix.Files;

namespace McpBox.Packages.Building;

/// <summary>A folder of one step (0700), which goes with whatever is in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private ScratchFolder(string path) => Path = path;

    /// <summary>Canonical if its parent is.</summary>
    public string Path { get; }

    /// <exception cref="IOException">It cannot be made.</exception>
    public static ScratchFolder Make(string parent)
    {
        var path = $"{parent}/{Guid.NewGuid():N}";
        PrivateFile.MakeFolder(path);
        return new ScratchFolder(path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
