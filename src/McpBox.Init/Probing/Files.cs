using System.Runtime.InteropServices;
using System.Text;
using McpBox.Posix.Io;

namespace McpBox.Init.Probing;

/// <summary>Files, folders and links as the probe reads them: each opened so that nothing can make it wait.</summary>
internal static unsafe class Files
{
    private const int Chunk = 16384;

    /// <summary>For all files and folders: fresh memory for each would cost more than reading them. The probe has one thread.</summary>
    private static byte[] _buffer = new byte[Chunk];

    /// <summary>More than any file of /proc that is read whole.</summary>
    private const int Longest = 4 << 20;

    /// <summary>All of a file.</summary>
    /// <exception cref="IOException">It cannot be read; the message is the errno's name and the path.</exception>
    internal static string ReadFile(string path) => TryReadFile(path, out var errno) ?? throw Failed(errno, path);

    /// <summary>All of a file; null where it cannot be opened.</summary>
    internal static string? TryReadFile(string path, out int errno)
    {
        errno = 0;
        var descriptor = Native.Open(path, Native.ReadOnly | Native.Carefully, 0);
        if (descriptor < 0)
        {
            errno = Native.Errno;
            return null;
        }

        try
        {
            return ReadToEnd(descriptor, path);
        }
        finally
        {
            _ = Native.Close(descriptor);
        }
    }

    /// <summary>Its lines, without empty ones.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static string[] ReadLines(string path) => ReadFile(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Names of a folder's entries, without <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="IOException">It cannot be listed.</exception>
    internal static List<string> ReadFolder(string path) => TryReadFolder(path, out var errno) ?? throw Failed(errno, path);

    /// <summary>Names of a folder's entries; null where it cannot be opened.</summary>
    internal static List<string>? TryReadFolder(string path, out int errno)
    {
        errno = 0;
        var descriptor = Native.Open(path, Native.ReadOnly | Native.Carefully, 0);
        if (descriptor < 0)
        {
            errno = Native.Errno;
            return null;
        }

        try
        {
            return ReadEntries(descriptor);
        }
        finally
        {
            _ = Native.Close(descriptor);
        }
    }

    /// <summary>The text of a symbolic link, or null.</summary>
    internal static string? ReadLink(string path)
    {
        var buffer = stackalloc byte[4096];
        var length = Native.ReadLink(path, buffer, 4096);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }

    /// <summary>Whether a file can be opened; it is neither read nor written, nor made.</summary>
    internal static bool Opens(string path, int access)
    {
        var descriptor = Native.Open(path, access | Native.Carefully, 0);
        if (descriptor < 0)
            return false;
        _ = Native.Close(descriptor);
        return true;
    }

    private static string ReadToEnd(int descriptor, string path)
    {
        var length = 0;
        while (length < Longest)
        {
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, length * 2);
            var result = Descriptor.Read(descriptor, _buffer.AsSpan(length));
            if (result.Status == IoStatus.Closed)
                return Encoding.UTF8.GetString(_buffer, 0, length);
            if (result.Status != IoStatus.Ok)
                throw Failed(result.Errno, path);
            length += result.Count;
        }

        throw new IOException($"{path} is too long");
    }

    // struct linux_dirent64 (getdents(2)): ino 8, off 8, reclen 2, type 1, name.
    private static List<string> ReadEntries(int descriptor)
    {
        const int lengthAt = 16, nameAt = 19;
        var names = new List<string>();
        fixed (byte* start = _buffer)
        {
            for (nint count; (count = Native.GetEntries(descriptor, start, (nuint)_buffer.Length)) > 0;)
            {
                for (nint at = 0; at < count; at += *(ushort*)(start + at + lengthAt))
                {
                    var name = Marshal.PtrToStringUTF8((nint)(start + at + nameAt))!;
                    if (name is not ("." or ".."))
                        names.Add(name);
                }
            }
        }

        return names;
    }

    private static IOException Failed(int errno, string path) => new($"{Errno.Name(errno)} {path}");
}
