using System.Buffers.Binary;
using System.IO.Compression;

namespace McpBox.Packages.Registries.Archives;

/// <summary>
/// A whole file as one gzip member (RFC 1952). What stands behind its end, or is cut off, is noticed by the file's last eight bytes, which have to be
/// the checksum and length of all that came out; the framework's own stream overlooks both.
/// </summary>
internal sealed class GunzipStream : IDisposable
{
    private readonly Stream _archive;
    private readonly EntryLedger _ledger;
    private readonly GZipStream _gzip;
    private readonly long _packed;
    private Crc32 _checksum;

    /// <exception cref="InvalidDataException">It is none.</exception>
    public GunzipStream(Stream archive, EntryLedger ledger)
    {
        (_archive, _ledger) = (archive, ledger);
        archive.Position = 0;
        _packed = archive.Length;
        Span<byte> magic = stackalloc byte[3];
        if (_packed < 18 || archive.ReadAtLeast(magic, 3, throwOnEndOfStream: false) < 3 || !magic.SequenceEqual<byte>([0x1f, 0x8b, 8]))
            throw new InvalidDataException("it is not gzip");
        archive.Position = 0;
        _gzip = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Bytes so far.</summary>
    public long Position { get; private set; }

    /// <summary>Fills the buffer, but for the end; false at the end.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or ends within the buffer.</exception>
    /// <exception cref="PackageException">It is too large.</exception>
    public bool Fill(Span<byte> buffer)
    {
        var count = Read(buffer);
        if (count == 0)
            return false;
        return count == buffer.Length ? true : throw new InvalidDataException("it ends early");
    }

    /// <summary>Fewer than asked for at the end only.</summary>
    public int Read(Span<byte> buffer)
    {
        var count = _gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _checksum.Add(buffer[..count]);
        Position += count;
        _ledger.CheckBytes(Position);
        _ledger.CheckRatio(Position, _packed);
        return count;
    }

    /// <summary>To be asked after the last byte was read.</summary>
    /// <exception cref="InvalidDataException">The file goes on, or was cut off.</exception>
    public void CheckEnd()
    {
        Span<byte> trailer = stackalloc byte[8];
        _archive.Position = _packed - 8;
        _archive.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _checksum.Value || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)Position)
            throw new InvalidDataException("it is cut off, or something stands behind its end");
    }

    public void Dispose() => _gzip.Dispose();
}
