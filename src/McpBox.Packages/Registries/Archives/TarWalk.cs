using System.Security.Cryptography;

namespace McpBox.Packages.Registries.Archives;

/// <summary>
/// Reads a tarball from end to end. By hand, because a reader that unpacks leniently is of no use in front of another one: where two readers could
/// differ, about a name, a size or the end, the archive is refused.
/// </summary>
internal sealed class TarWalk(string archive, GunzipStream tar, EntryLedger ledger) : IDisposable
{
    // Of an extended header or a long name: more is no name.
    private const int LargestHeader = 1 << 16;

    private readonly byte[] _block = new byte[TarHeader.Block];
    private readonly byte[] _content = new byte[1 << 16];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[]? _name;
    private long? _size;

    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    /// <exception cref="PackageException">It holds what may not be in it.</exception>
    public void Run()
    {
        while (tar.Fill(_block))
        {
            if (_block.AsSpan().ContainsAnyExcept((byte)0))
                Take(TarHeader.Parse(_block));
            else
            {
                End();
                return;
            }
        }

        throw new InvalidDataException("it has no end");
    }

    public void Dispose() => _hash.Dispose();

    private void Take(TarHeader header)
    {
        switch (header.Kind)
        {
            case 'x':
                var (path, size) = PaxRecords.Read(Held(header), isGlobal: false);
                _name = Once(_name, path);
                _size = size ?? _size;
                break;
            case 'g':
                _ = PaxRecords.Read(Held(header), isGlobal: true);
                break;
            case 'L':
                var name = Held(header);
                var end = name.IndexOf((byte)0);
                _name = Once(_name, (end < 0 ? name : name[..end]).ToArray());
                break;
            default:
                Entry(header with { Name = _name ?? header.Name });
                (_name, _size) = (null, null);
                break;
        }
    }

    private void Entry(TarHeader header)
    {
        var name = EntryName.Decode(header.Name)
            ?? throw new PackageException(ArchiveRefusals.NameForbidden(archive, System.Text.Encoding.Latin1.GetString(header.Name), "it is not UTF-8"));
        if (Forbidden(header.Kind) is { } kind)
            throw new PackageException(ArchiveRefusals.KindForbidden(archive, name, kind));
        if (EntryName.Problem(name, percentEncoded: false) is { } problem)
            throw new PackageException(ArchiveRefusals.NameForbidden(archive, name, problem));
        if ((header.Mode & 0xC00) != 0)
            throw new PackageException(ArchiveRefusals.SetId(archive, name));
        if (_size is { } said && said != header.Size)
            throw new InvalidDataException("an entry has two sizes");

        // Before there was a kind for folders, a slash at the end was it.
        var isFolder = header.Kind == '5' || name.EndsWith('/');
        if (isFolder && header.Size > 0)
            throw new InvalidDataException("a folder has content");
        ledger.CheckBytes(header.Size);
        var content = Read(header.Size);
        ledger.Add(name, EntryName.Segments(name, dropped: 1), isFolder, header.Size, content);
    }

    private static string? Forbidden(char kind) => kind switch
    {
        '\0' or '0' or '7' or '5' => null,
        '1' => "a hard link",
        '2' or 'K' => "a symbolic link",
        '3' or '4' => "a device",
        '6' => "a FIFO",
        _ => "an entry of an unknown kind",
    };

    private static byte[]? Once(byte[]? before, byte[]? now) =>
        before is not null && now is not null ? throw new InvalidDataException("an entry is named twice") : now ?? before;

    private ReadOnlySpan<byte> Held(TarHeader header)
    {
        if (header.Size > LargestHeader)
            throw new InvalidDataException("an extended header is too long");
        var padded = Padded(header.Size);
        if (padded > 0 && !tar.Fill(_content.AsSpan(0, (int)padded)))
            throw new InvalidDataException("it ends early");
        return _content.AsSpan(0, (int)header.Size);
    }

    /// <returns>Its SHA-256.</returns>
    private string Read(long size)
    {
        for (long left = Padded(size), own = size; left > 0;)
        {
            var count = (int)Math.Min(left, _content.Length);
            if (!tar.Fill(_content.AsSpan(0, count)))
                throw new InvalidDataException("it ends early");
            _hash.AppendData(_content.AsSpan(0, (int)Math.Min(own, count)));
            own -= Math.Min(own, count);
            left -= count;
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    // One block of zeros is an end to some, two to others; behind it, zeros alone may follow, in any number.
    private void End()
    {
        if (_name is not null || _size is not null)
            throw new InvalidDataException("an extended header has no entry");
        for (int count; (count = tar.Read(_content)) > 0;)
        {
            if (_content.AsSpan(0, count).ContainsAnyExcept((byte)0))
                throw new InvalidDataException("something stands behind its end");
        }

        tar.CheckEnd();
    }

    private static long Padded(long size) => (size + TarHeader.Block - 1) / TarHeader.Block * TarHeader.Block;
}
