using System.Globalization;
using System.Text;
using McpBox.Posix.Files;

namespace McpBox.Journal.Indexing;

/// <summary>The index's files: one a UTC day, <c>2026-11-28.index</c>, each continuing the one before.</summary>
/// <param name="folder">0700.</param>
internal sealed class IndexFiles(string folder)
{
    private const string Extension = ".index";
    private const int Reach = 8192;

    /// <summary>Every file, the oldest first.</summary>
    public IReadOnlyList<string> All() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "????-??-??" + Extension).Order(StringComparer.Ordinal)] : [];

    /// <summary>The hash of the newest line, 64 zeros when there is none. A line that was never finished is cut off: nobody relied on it.</summary>
    public string LastHash()
    {
        if (All() is not [.., var newest])
            return new string('0', LineHash.Digits);
        using var file = File.OpenHandle(newest, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var tail = new byte[Math.Min(length, Reach)];
        var read = RandomAccess.Read(file, tail, length - tail.Length);
        var end = tail.AsSpan(0, read).LastIndexOf((byte)'\n');
        if (end + 1 < read)
            RandomAccess.SetLength(file, length - (read - end - 1));
        var lines = Encoding.UTF8.GetString(tail, 0, Math.Max(end, 0)).Split('\n');
        return IndexEntry.HashOf(lines[^1]);
    }

    /// <summary>Adds one line to its day's file and brings it to the disk.</summary>
    public void Append(string line, DateTimeOffset time)
    {
        PrivateFile.MakeFolder(folder);
        var path = Path.Combine(folder, time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + Extension);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush(flushToDisk: true);
    }
}
