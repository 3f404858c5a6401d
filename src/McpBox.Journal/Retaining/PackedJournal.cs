using System.IO.Compression;
using System.Security.Cryptography;

namespace McpBox.Journal.Retaining;

/// <summary>
/// Compresses a closed journal with gzip (RFC 1952): <c>….jsonl</c> becomes <c>….jsonl.gz</c>. The plain file goes only when what was
/// written is on the disk and unpacks to the same bytes, so a kill at any instant leaves at least one of the two whole.
/// </summary>
internal static class PackedJournal
{
    private const string Unfinished = ".part";

    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="IOException">It cannot be done; the plain file stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not the caller's to do.</exception>
    public static long Pack(string path)
    {
        var (packed, part) = (path + JournalFolder.PackedSuffix, path + JournalFolder.PackedSuffix + Unfinished);
        var written = File.GetLastWriteTimeUtc(path);
        var before = new FileInfo(path).Length;
        if (!File.Exists(packed))
        {
            File.Delete(part);
            Write(path, part);
            File.SetLastWriteTimeUtc(part, written);
            File.Move(part, packed);
        }

        if (!HashOf(path, packed: false).AsSpan().SequenceEqual(HashOf(packed, packed: true)))
            throw new IOException($"{packed} does not unpack to what was packed");
        File.Delete(path);
        return before - new FileInfo(packed).Length;
    }

    private static void Write(string path, string part)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var target = new FileStream(part, options);
        using (var source = File.OpenRead(path))
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            source.CopyTo(gzip);
        target.Flush(flushToDisk: true);
    }

    private static byte[] HashOf(string path, bool packed)
    {
        using var file = File.OpenRead(path);
        if (!packed)
            return SHA256.HashData(file);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        return SHA256.HashData(gzip);
    }
}
