using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using McpBox.Posix.Files;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Trees;

/// <summary>
/// An open folder whose entries are named by bytes and reached through its descriptor, never through a symlink in the last place: what
/// strangers' programs have filled has names that .NET's strings cannot hold, and links that lead elsewhere.
/// </summary>
public sealed unsafe class TreeFolder : IDisposable
{
    private const int LongestPath = 4095;
    private const int NotFound = 2;
    private const int NotADirectory = 20;
    private const int Here = -100; // AT_FDCWD

    private const int ListBuffer = 32 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly TreeFolder? _parent;
    private readonly byte[] _path;
    private readonly int _descriptor;
    private bool _listed;

    /// <param name="parent">What <paramref name="path"/> begins at; for messages alone.</param>
    private TreeFolder(SafeFileHandle handle, TreeFolder? parent, ReadOnlySpan<byte> path)
    {
        _handle = handle;
        _parent = parent;
        _path = path.ToArray();
        _descriptor = (int)handle.DangerousGetHandle();
    }

    /// <exception cref="IOException">It is not there, is no folder, or may not be opened.</exception>
    public static TreeFolder Open(string path) => OpenAt(null, Encoding.UTF8.GetBytes(path));

    /// <param name="path">A name, or several with slashes between them; those before the last one are followed where they are links.</param>
    /// <exception cref="IOException">It is not there, is no folder, or may not be opened.</exception>
    public TreeFolder OpenFolder(ReadOnlySpan<byte> path) => OpenAt(this, path);

    /// <summary>A regular file for reading; whatever else is there is not waited for.</summary>
    /// <exception cref="IOException">It is not there, is a link, or may not be read.</exception>
    public SafeFileHandle OpenFile(ReadOnlySpan<byte> path)
    {
        fixed (byte* name = Terminated(path))
        {
            var handle = TreeNative.OpenAt(_descriptor, name, TreeNative.CloseOnExecNonBlocking | BoundedFile.NoFollow, 0);
            return handle.IsInvalid ? throw Failure(path) : handle;
        }
    }

    /// <summary>The names in it but for <c>.</c> and <c>..</c>, in the file system's order.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<byte[]> Names()
    {
        var names = new List<byte[]>();
        _ = ForEachName(name => names.Add(name.ToArray()));
        return names;
    }

    /// <summary>How many names <see cref="Names"/> would give.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public int Count() => ForEachName(null);

    /// <summary>Null when there is nothing of this name.</summary>
    /// <exception cref="IOException">It may not be looked at.</exception>
    public TreeStatus? Status(ReadOnlySpan<byte> path)
    {
        StatX stat;
        var buffer = stackalloc byte[Length(path) + 1];
        if (TreeNative.Stat(_descriptor, Terminated(path, buffer), NativeFile.NoFollow, NativeFile.BasicStats, &stat) == 0)
            return TreeStatus.From(stat);
        return Marshal.GetLastPInvokeError() is NotFound or NotADirectory ? null : throw Failure(path);
    }

    /// <summary>The text of a symlink.</summary>
    /// <exception cref="IOException">It is none, or longer than a path may be.</exception>
    public byte[] LinkTarget(ReadOnlySpan<byte> path)
    {
        var target = stackalloc byte[LongestPath + 1];
        fixed (byte* name = Terminated(path))
        {
            var length = TreeNative.ReadLink(_descriptor, name, target, LongestPath + 1);
            return length is >= 0 and <= LongestPath ? new ReadOnlySpan<byte>(target, (int)length).ToArray() : throw Failure(path);
        }
    }

    /// <summary>chmod(2). Not for symlinks, which it follows.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void SetPermissions(ReadOnlySpan<byte> path, int permissions)
    {
        fixed (byte* name = Terminated(path))
            Done(TreeNative.ChangeMode(_descriptor, name, (uint)permissions, 0), path);
    }

    /// <summary>Gives an entry, be it a symlink, to a user and a group.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void SetOwner(ReadOnlySpan<byte> path, uint user, uint group)
    {
        fixed (byte* name = Terminated(path))
            Done(TreeNative.ChangeOwner(_descriptor, name, user, group, NativeFile.NoFollow), path);
    }

    /// <summary>Sets the times of last access and last change of an entry, be it a symlink.</summary>
    /// <param name="seconds">Since 1970 in UTC.</param>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void SetTime(ReadOnlySpan<byte> path, long seconds)
    {
        var times = stackalloc long[] { seconds, 0, seconds, 0 };
        fixed (byte* name = Terminated(path))
            Done(TreeNative.SetTimes(_descriptor, name, times, NativeFile.NoFollow), path);
    }

    /// <summary>Removes a file, a link, or an empty folder.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void Remove(ReadOnlySpan<byte> path, bool folder)
    {
        fixed (byte* name = Terminated(path))
            Done(TreeNative.Unlink(_descriptor, name, folder ? TreeNative.RemoveFolder : 0), path);
    }

    /// <summary>rename(2): what has the new name is replaced, if it is of the same kind and no folder with content.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void Move(ReadOnlySpan<byte> path, TreeFolder to, ReadOnlySpan<byte> newName)
    {
        fixed (byte* name = Terminated(path))
        fixed (byte* next = Terminated(newName))
            Done(TreeNative.Rename(_descriptor, name, to._descriptor, next), path);
    }

    /// <summary>fsync(2) of the folder itself: its names are on the disk.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void Sync() => Done(TreeNative.Sync(_handle), "."u8);

    /// <summary>syncfs(2): everything of its file system is on the disk. One call where an fsync(2) of each of thousands of files takes minutes.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public void SyncFileSystem() => Done(TreeNative.SyncFileSystem(_handle), "."u8);

    public void Dispose() => _handle.Dispose();

    private static TreeFolder OpenAt(TreeFolder? parent, ReadOnlySpan<byte> path)
    {
        fixed (byte* name = Terminated(path))
        {
            var flags = TreeNative.CloseOnExecNonBlocking | TreeNative.FolderOnly | BoundedFile.NoFollow;
            var handle = TreeNative.OpenAt(parent?._descriptor ?? Here, name, flags, 0);
            return handle.IsInvalid ? throw Failure(parent, path) : new TreeFolder(handle, parent, path);
        }
    }

    private int ForEachName(Action<ReadOnlySpan<byte>>? action)
    {
        if (_listed && TreeNative.Seek(_descriptor, 0, 0) != 0)
            throw Failure("."u8);
        _listed = true;
        var buffer = ArrayPool<byte>.Shared.Rent(ListBuffer);
        try
        {
            return ForEachName(buffer, action);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int ForEachName(byte[] buffer, Action<ReadOnlySpan<byte>>? action)
    {
        var count = 0;
        fixed (byte* entries = buffer)
        {
            nint length;
            while ((length = TreeNative.List(_descriptor, entries, ListBuffer)) > 0)
            {
                for (nint place = 0; place < length; place += *(ushort*)(entries + place + TreeNative.LengthInEntry))
                {
                    var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entries + place + TreeNative.NameInEntry);
                    if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                        continue;
                    count++;
                    action?.Invoke(name);
                }
            }

            return length == 0 ? count : throw Failure("."u8);
        }
    }

    private static int Length(ReadOnlySpan<byte> path) =>
        path.Length is > 0 and <= LongestPath && !path.Contains((byte)0) ? path.Length : throw new IOException("a path is empty, holds NUL or is too long");

    private static byte[] Terminated(ReadOnlySpan<byte> path)
    {
        var name = new byte[Length(path) + 1];
        path.CopyTo(name);
        return name;
    }

    private static byte* Terminated(ReadOnlySpan<byte> path, byte* buffer)
    {
        path.CopyTo(new Span<byte>(buffer, path.Length));
        buffer[path.Length] = 0;
        return buffer;
    }

    private void Done(int result, ReadOnlySpan<byte> path)
    {
        if (result != 0)
            throw Failure(path);
    }

    private IOException Failure(ReadOnlySpan<byte> path) => Failure(this, path);

    private static IOException Failure(TreeFolder? folder, ReadOnlySpan<byte> path)
    {
        var error = Marshal.GetLastPInvokeError();
        var shown = Encoding.UTF8.GetString(path);
        for (; folder is not null; folder = folder._parent)
            shown = Path.Join(Encoding.UTF8.GetString(folder._path), shown);
        return new IOException($"{shown}: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
