using System.Buffers.Binary;
using System.IO.Compression;

namespace McpBox.Packages.Registries.Archives;

/// <summary>Local headers and contents of a zip (APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.9), held against its directory.</summary>
internal sealed class ZipContents(Stream zip)
{
    private const int Fixed = 30;

    private readonly byte[] _buffer = new byte[1 << 16];

    /// <param name="limit">Where the directory begins.</param>
    /// <returns>Where the next entry begins.</returns>
    /// <exception cref="InvalidDataException">Local header or content are not what the directory says.</exception>
    public long Check(ZipEntry entry, long limit)
    {
        var start = CheckHeader(entry);
        var end = start + entry.Packed;
        if (end > limit)
            throw new InvalidDataException("an entry reaches into the directory");
        zip.Position = start;
        CheckContent(entry);
        return (entry.Flags & ZipEntry.HasDescriptor) == 0 ? end : end + DescriptorLength(entry, end, limit);
    }

    private long CheckHeader(ZipEntry entry)
    {
        Span<byte> head = stackalloc byte[Fixed];
        zip.Position = entry.Offset;
        zip.ReadExactly(head);
        var names = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(head[28..])];
        zip.ReadExactly(names);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        var (packed, unpacked) = Sizes(head, names.AsSpan(nameLength));
        var later = (entry.Flags & ZipEntry.HasDescriptor) != 0;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(head[14..]);
        var same = BinaryPrimitives.ReadUInt32LittleEndian(head) == 0x04034b50
            && BinaryPrimitives.ReadUInt16LittleEndian(head[6..]) == entry.Flags
            && BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) == entry.Method
            && names.AsSpan(0, nameLength).SequenceEqual(entry.Name)
            && (checksum == entry.Checksum || (later && checksum == 0))
            && (packed == entry.Packed || (later && packed == 0))
            && (unpacked == entry.Unpacked || (later && unpacked == 0));
        return same ? zip.Position : throw new InvalidDataException("an entry and its line in the directory differ");
    }

    // Who does not know beforehand how large a file becomes leaves room for 64 bits (section 4.5.3).
    private static (long Packed, long Unpacked) Sizes(ReadOnlySpan<byte> head, ReadOnlySpan<byte> extra)
    {
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(head[18..]), unpacked = BinaryPrimitives.ReadUInt32LittleEndian(head[22..]);
        var large = ZipEntry.Extra(extra, 1);
        if (packed == uint.MaxValue && unpacked == uint.MaxValue && large.Length >= 16)
            (unpacked, packed) = (BinaryPrimitives.ReadInt64LittleEndian(large), BinaryPrimitives.ReadInt64LittleEndian(large[8..]));
        return (packed, unpacked);
    }

    private void CheckContent(ZipEntry entry)
    {
        using var content = new BoundedStream(zip, entry.Packed);
        using Stream unpacked = entry.Method == 0 ? content : new DeflateStream(content, CompressionMode.Decompress);
        var checksum = default(Crc32);
        long length = 0;
        for (int count; (count = unpacked.Read(_buffer)) > 0;)
        {
            length += count;
            if (length > entry.Unpacked)
                throw new InvalidDataException("an entry is larger than it says");
            checksum.Add(_buffer.AsSpan(0, count));
        }

        if (length != entry.Unpacked || checksum.Value != entry.Checksum)
            throw new InvalidDataException("the content of an entry is damaged");
    }

    // With or without a signature, with sizes of 32 or 64 bits: only what it says tells which.
    private int DescriptorLength(ZipEntry entry, long at, long limit)
    {
        Span<byte> bytes = stackalloc byte[24];
        bytes = bytes[..(int)Math.Min(bytes.Length, limit - at)];
        zip.Position = at;
        zip.ReadExactly(bytes);
        var signature = bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0x08074b50 ? 4 : 0;
        var rest = bytes[signature..];
        if (rest.Length < 12 || BinaryPrimitives.ReadUInt32LittleEndian(rest) != entry.Checksum)
            throw new InvalidDataException("what stands behind the content of an entry is not about it");
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) == entry.Packed && BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]) == entry.Unpacked)
            return signature + 12;
        return rest.Length >= 20 && BinaryPrimitives.ReadInt64LittleEndian(rest[4..]) == entry.Packed && BinaryPrimitives.ReadInt64LittleEndian(rest[12..]) == entry.Unpacked
            ? signature + 20
            : throw new InvalidDataException("what stands behind the content of an entry is not about it");
    }

    /// <summary>So many bytes of another stream, which stays open.</summary>
    private sealed class BoundedStream(Stream inner, long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
