using System.Buffers.Binary;

namespace McpBox.Packages.Registries.Archives;

/// <summary>An entry of a zip's central directory (APPNOTE.TXT 6.3.10, section 4.3.12), without its name.</summary>
/// <param name="Flags">General purpose bits.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Mode">st_mode, where the archive was made on Unix; else 0.</param>
/// <param name="Offset">Of its local header.</param>
internal readonly record struct ZipEntry(byte[] Name, ushort Flags, ushort Method, uint Checksum, long Packed, long Unpacked, int Mode, long Offset)
{
    /// <summary>Its checksum and sizes stand behind its content.</summary>
    public const int HasDescriptor = 1 << 3;

    private const int Fixed = 46;
    private const int Encrypted = (1 << 0) | (1 << 6) | (1 << 13);
    private const int Utf8 = 1 << 11;
    private const int Known = Encrypted | HasDescriptor | Utf8 | (1 << 1) | (1 << 2);

    /// <summary>Bits of <see cref="Flags"/> that say that nobody can look into it.</summary>
    public bool IsEncrypted => (Flags & Encrypted) != 0;

    /// <summary>Takes the next entry off the directory.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or can be read in two ways.</exception>
    public static ZipEntry Take(ref ReadOnlySpan<byte> directory)
    {
        if (directory.Length < Fixed || BinaryPrimitives.ReadUInt32LittleEndian(directory) != 0x02014b50)
            throw new InvalidDataException("its directory is damaged");
        int nameLength = Short(directory, 28), extraLength = Short(directory, 30), commentLength = Short(directory, 32);
        if (directory.Length < Fixed + nameLength + extraLength + commentLength)
            throw new InvalidDataException("its directory is damaged");
        var entry = new ZipEntry(
            directory.Slice(Fixed, nameLength).ToArray(),
            Short(directory, 8),
            Short(directory, 10),
            BinaryPrimitives.ReadUInt32LittleEndian(directory[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(directory[24..]),
            Short(directory, 40),
            BinaryPrimitives.ReadUInt32LittleEndian(directory[42..]));
        entry.Check(directory.Slice(Fixed + nameLength, extraLength));
        directory = directory[(Fixed + nameLength + extraLength + commentLength)..];
        return entry;
    }

    /// <summary>The content of an extra field, empty when there is none.</summary>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public static ReadOnlySpan<byte> Extra(ReadOnlySpan<byte> fields, ushort id)
    {
        while (fields.Length >= 4)
        {
            var length = Short(fields, 2);
            if (length > fields.Length - 4)
                break;
            if (Short(fields, 0) == id)
                return fields.Slice(4, length);
            fields = fields[(4 + length)..];
        }

        return [];
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private void Check(ReadOnlySpan<byte> extra)
    {
        if ((Flags & ~Known) != 0)
            throw new InvalidDataException("an entry has unknown flags");
        if (Packed == uint.MaxValue || Unpacked == uint.MaxValue || Offset == uint.MaxValue)
            throw new InvalidDataException("it is larger than 4 GiB");

        // Unless it is said to be UTF-8, each reader has a code page of its own; and a second name is read by some.
        if ((Flags & Utf8) == 0 && Name.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7f))
            throw new InvalidDataException("the name of an entry is in an unknown code page");
        if (!Extra(extra, 0x7075).IsEmpty)
            throw new InvalidDataException("an entry has two names");
    }
}
