using System.IO.Compression;

namespace McpBox.Packages.Images;

/// <summary>A layer that a daemon gives out compressed, as it came from a registry (those with containerd's store do), in a file of its own that goes when it is closed.</summary>
internal static class GunzipFile
{
    private const long Largest = 64L << 30;

    /// <param name="kept">Gets the file, for whoever closes it.</param>
    /// <returns>Null when it is not compressed so (RFC 1952, section 2.3.1).</returns>
    /// <exception cref="InvalidDataException">It cannot be unpacked, or is too large.</exception>
    public static Stream? Of(Stream content, ICollection<Stream> kept)
    {
        content.Position = 0;
        if (content.ReadByte() != 0x1f || content.ReadByte() != 0x8b)
            return null;
        content.Position = 0;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"mcpbox-layer-{Guid.NewGuid():N}"), Private());
        kept.Add(file);
        using var unpacked = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[256 << 10];
        for (int count; (count = unpacked.Read(buffer)) > 0;)
        {
            file.Write(buffer, 0, count);
            if (file.Length > Largest)
                throw new InvalidDataException("a layer is too large");
        }

        return file;
    }

    // An image may hold what others on this machine are not to read.
    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
