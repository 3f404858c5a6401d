using System.Collections.Immutable;
using System.Security.Cryptography;
using McpBox.Packages.Registries.Fetching;

namespace McpBox.Packages.Registries;

/// <summary>What a registry sent: in memory when it is small, else in a file that has no name any more. Hostile bytes.</summary>
public sealed class RegistryFile : IDisposable
{
    private readonly KeptBytes _bytes;
    private readonly ImmutableArray<byte> _sha1;
    private readonly ImmutableArray<byte> _sha256;
    private readonly ImmutableArray<byte> _sha512;
    private int _disposed;

    internal RegistryFile(KeptBytes bytes, string mediaType, byte[] sha1, byte[] sha256, byte[] sha512)
    {
        (_bytes, MediaType) = (bytes, mediaType);
        (_sha1, _sha256, _sha512) = ([.. sha1], [.. sha256], [.. sha512]);
    }

    /// <summary>In bytes.</summary>
    public long Length => _bytes.Length;

    /// <summary>Type and subtype in lower case, without parameters; <c>application/octet-stream</c> when it was missing or no media type.</summary>
    public string MediaType { get; }

    /// <summary>Where it came from, after redirects, against which links in it are resolved; null for what no registry sent.</summary>
    public Uri? Address { get; internal init; }

    /// <summary>A file that no registry sent: of a folder feed, or of a test.</summary>
    /// <exception cref="PackageException">It is longer than the limit.</exception>
    /// <exception cref="IOException">It cannot be read or kept.</exception>
    public static RegistryFile Of(Stream source, string mediaType, long limit)
    {
        using var sink = new FileSink();
        var buffer = new byte[1 << 16];
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            if (sink.Length + count > limit)
                throw new PackageException(RegistryRefusals.FileTooLarge(limit));
            sink.Write(buffer.AsSpan(0, count));
        }

        return sink.Finish(mediaType, address: null);
    }

    /// <summary>Of the bytes as they are in <see cref="Open"/>.</summary>
    public ImmutableArray<byte> Hash(IntegrityAlgorithm algorithm) => algorithm switch
    {
        IntegrityAlgorithm.Sha1 => _sha1,
        IntegrityAlgorithm.Sha256 => _sha256,
        IntegrityAlgorithm.Sha512 => _sha512,
        _ => Sha384(),
    };

    /// <summary>The bytes from their beginning: seekable, independent of other streams, and good beyond <see cref="Dispose"/>. Thread-safe.</summary>
    public Stream Open() => new KeptStream(_bytes);

    /// <summary>All bytes.</summary>
    public byte[] ReadAll()
    {
        using var stream = Open();
        var all = new byte[stream.Length];
        stream.ReadExactly(all);
        return all;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _bytes.Release();
    }

    // Hardly anybody writes it, so that it is not computed beforehand.
    private ImmutableArray<byte> Sha384()
    {
        using var stream = Open();
        return [.. SHA384.HashData(stream)];
    }
}
