using System.Text;
using McpBox.Posix.Files;
using McpBox.Posix.Trees;

namespace McpBox.Packages.Storing;

/// <summary>
/// A half-built entry: a folder that its builder has locked (flock) as long as it lives, so that nobody else removes it, and that is removed
/// with its builder's end unless it was published.
/// </summary>
internal sealed class EntryDraft : IDisposable
{
    private readonly StoreRoot _root;
    private readonly FileLock _alive;
    private string? _name;

    private EntryDraft(StoreRoot root, string name, FileLock alive)
    {
        _root = root;
        _name = name;
        _alive = alive;
    }

    public string Folder => _root.At(_name!);

    public string Files => Path.Join(Folder, EntryNames.Files);

    /// <exception cref="IOException">It cannot be made.</exception>
    public static EntryDraft Make(StoreRoot root)
    {
        while (true)
        {
            var name = $"{StoreRoot.Building}{Guid.NewGuid():N}";
            PrivateFile.MakeFolder(root.At(name));

            // Between the two, a collector may have taken it for a dead builder's.
            var alive = FileLock.TakeFolder(root.At(name), shared: false);
            if (alive?.IsAt(root.At(name)) == true)
            {
                var draft = new EntryDraft(root, name, alive);
                PrivateFile.MakeFolder(draft.Files);
                return draft;
            }

            alive?.Dispose();
        }
    }

    /// <summary>Gives it a key's name, in one instant. Nobody sees anything of it before.</summary>
    /// <exception cref="IOException">It cannot be renamed, or the name is taken.</exception>
    public void Publish(TreeFolder root, string key)
    {
        root.Move(Encoding.ASCII.GetBytes(_name!), root, Encoding.ASCII.GetBytes(key));
        _name = null;
        root.Sync();
    }

    public void Dispose()
    {
        try
        {
            if (_name is not null)
            {
                using var root = TreeFolder.Open(_root.Path);
                TreeRemoval.Remove(root, Encoding.ASCII.GetBytes(_name));
            }
        }
        catch (IOException)
        {
            // Why it was not published is what matters now; the next collection removes it.
        }

        _alive.Dispose();
    }
}
