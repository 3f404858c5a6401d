using System.Buffers.Binary;
using System.Text;

namespace McpBox.Packages.Registries.Archives;

/// <summary>
/// Reads a zip by its directory, as most do, and along its local headers, as some do (installers that unpack while they download): both have to say
/// the same, and every byte of the file has to belong to exactly one entry. By hand, since the framework's reader looks at the directory alone.
/// </summary>
internal sealed class ZipWalk(string archive, Stream zip, EntryLedger ledger)
{
    private const int EndLength = 22;

    /// <exception cref="InvalidDataException">It cannot be read, or can be read in two ways.</exception>
    /// <exception cref="PackageException">It holds what may not be in it.</exception>
    public void Run()
    {
        var (start, length, count) = FindDirectory();
        var directory = new byte[length];
        zip.Position = start;
        zip.ReadExactly(directory);
        var entries = Entries(directory, count);
        ledger.CheckRatio(ledger.Bytes, zip.Length);

        entries.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        var contents = new ZipContents(zip);
        long at = 0;
        foreach (var entry in entries)
        {
            if (entry.Offset != at)
                throw new InvalidDataException("something stands between its entries, or two of them overlap");
            at = contents.Check(entry, start);
        }

        if (at != start)
            throw new InvalidDataException("something stands between its entries and its directory");
    }

    private List<ZipEntry> Entries(ReadOnlySpan<byte> directory, int count)
    {
        var entries = new List<ZipEntry>(count);
        while (!directory.IsEmpty)
        {
            var entry = ZipEntry.Take(ref directory);
            Take(entry);
            entries.Add(entry);
        }

        return entries.Count == count ? entries : throw new InvalidDataException("its directory has another number of entries than it says");
    }

    private void Take(ZipEntry entry)
    {
        var name = EntryName.Decode(entry.Name)
            ?? throw new PackageException(ArchiveRefusals.NameForbidden(archive, Encoding.Latin1.GetString(entry.Name), "it is not UTF-8"));
        if (entry.IsEncrypted)
            throw new PackageException(ArchiveRefusals.Encrypted(archive, name));
        if (EntryName.Problem(name, percentEncoded: true) is { } problem)
            throw new PackageException(ArchiveRefusals.NameForbidden(archive, name, problem));
        if (Forbidden(entry.Mode) is { } kind)
            throw new PackageException(ArchiveRefusals.KindForbidden(archive, name, kind));
        if ((entry.Mode & 0xC00) != 0)
            throw new PackageException(ArchiveRefusals.SetId(archive, name));
        if (entry.Method is not (0 or 8))
            throw new InvalidDataException("an entry is packed in an unknown way");
        var isFolder = name.EndsWith('/');
        if (isFolder && entry.Unpacked > 0)
            throw new InvalidDataException("a folder has content");
        ledger.Add(name, EntryName.Segments(name), isFolder, entry.Unpacked);
    }

    // The type of st_mode, whatever system the archive says it was made on: who unpacks does not ask for it, either.
    private static string? Forbidden(int mode) => (mode & 0xF000) switch
    {
        0 or 0x8000 or 0x4000 => null,
        0xA000 => "a symbolic link",
        0x1000 => "a FIFO",
        _ => "a device",
    };

    private (long Start, int Length, int Count) FindDirectory()
    {
        var tail = new byte[(int)Math.Min(zip.Length, EndLength + ushort.MaxValue)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < EndLength)
            throw new InvalidDataException("it is no zip, or is cut off");
        ReadOnlySpan<byte> end = tail.AsSpan(at);
        var position = zip.Length - tail.Length + at;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (end.Length != EndLength + BinaryPrimitives.ReadUInt16LittleEndian(end[20..]))
            throw new InvalidDataException("something stands behind its end");
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
            throw new InvalidDataException("it has more than 65,534 entries, or is larger than 4 GiB");
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0 || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != count)
            throw new InvalidDataException("it is one of several volumes");
        if (start + length != position || length > int.MaxValue)
            throw new InvalidDataException("something stands between its directory and its end, or before its beginning");
        return (start, (int)length, count);
    }
}
