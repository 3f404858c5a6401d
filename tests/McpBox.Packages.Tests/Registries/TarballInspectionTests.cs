using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using McpBox.Packages.Registries.Archives;

namespace McpBox.Packages.Tests.Registries;

public sealed class TarballInspectionTests
{
    public static TheoryData<TarEntryFormat> Formats => [TarEntryFormat.V7, TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_plain_tarball_is_counted(TarEntryFormat format)
    {
        var tarball = Tarball(format, ("package/package.json", "{}"), ("package/lib/index.js", new string('x', 1000)), ("package/lib/\u00e4.txt", ""));

        Assert.Equal(new ArchiveSummary(3, 1002), Inspect(tarball));
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Ustar)]
    public void A_long_name_is_read_as_its_format_writes_it(TarEntryFormat format)
    {
        var name = $"package/{string.Join('/', Enumerable.Repeat("folder", 18))}/{new string('f', 90)}";
        Assert.Equal(1, Inspect(Tarball(format, (name, "x"))).Entries);
        Refused("MB6341", Tarball(TarEntryFormat.Pax, ($"package/{new string('a', 256)}", "x")));
        Refused("MB6343", Tarball(format, (name, "x"), (name, "y")));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../evil")]
    [InlineData("package/../../evil")]
    [InlineData("package/..")]
    [InlineData("file-in-no-folder")]
    [InlineData("package/.")]
    [InlineData("package\\..\\evil")]
    [InlineData("C:/evil")]
    [InlineData("c:evil")]
    [InlineData("package/a\nb")]
    [InlineData("package/a\u001b[2Jb")]
    [InlineData("package/a\u0085b")]
    public void A_name_that_leaves_its_folder_or_is_no_plain_name_is_refused(string name)
    {
        var refusal = Refused("MB6341", Tarball(TarEntryFormat.Pax, (name, "x")));
        Assert.DoesNotContain(refusal.Message, char.IsControl);
        Refused("MB6341", Tarball(TarEntryFormat.Gnu, (name, "x")));
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_refused() =>
        Refused("MB6341", Gzip(Patched("package/aa", block => block[8] = 0xff)));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "symbolic link")]
    [InlineData(TarEntryType.HardLink, "hard link")]
    [InlineData(TarEntryType.CharacterDevice, "device")]
    [InlineData(TarEntryType.BlockDevice, "device")]
    [InlineData(TarEntryType.Fifo, "FIFO")]
    public void What_is_neither_file_nor_folder_is_refused(TarEntryType type, string said)
    {
        foreach (var format in (TarEntryFormat[])[TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu])
        {
            var refusal = Refused("MB6342", Written(writer =>
            {
                var entry = New(format, type, "package/a");
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                    entry.LinkName = "package/b";
                writer.WriteEntry(entry);
            }));
            Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData('S')]
    [InlineData('M')]
    [InlineData('X')]
    [InlineData('Z')]
    public void Kinds_that_only_some_know_are_refused(char kind) => Refused("MB6342", Gzip(Patched("package/a", block => block[156] = (byte)kind)));

    [Theory]
    [InlineData("package/a", "package/a")]
    [InlineData("package/a", "other/a")]
    [InlineData("package/a", "package//a")]
    [InlineData("package/a", "./a")]
    [InlineData("package/a/b", "package/./a//b")]
    [InlineData("package/a", "package/a/b")]
    [InlineData("package/a/b", "package/a")]
    [InlineData("package/a", "package/a/")]
    public void What_would_end_up_at_the_same_place_is_refused_unless_it_is_the_same_file(string one, string other)
    {
        Refused("MB6343", Tarball(TarEntryFormat.Pax, (one, "1"), (other, other.EndsWith('/') ? "" : "2")));
        if (EntryName.Segments(one, dropped: 1).AsSpan().SequenceEqual(EntryName.Segments(other, dropped: 1)) && !other.EndsWith('/'))
            Assert.Equal(2, Inspect(Tarball(TarEntryFormat.Pax, (one, "1"), (other, "1"))).Entries);
    }

    [Theory]
    [InlineData("package/a", "package/A")]
    [InlineData("package/a", "./package/a")]
    [InlineData("package/\u00e4", "package/a\u0308")]
    public void Names_that_are_two_files_to_the_kernel_are_two_files(string one, string other) =>
        Assert.Equal(2, Inspect(Tarball(TarEntryFormat.Pax, (one, "1"), (other, "2"))).Entries);

    [Theory]
    [InlineData(UnixFileMode.SetUser)]
    [InlineData(UnixFileMode.SetGroup)]
    public void A_set_uid_mode_is_refused(UnixFileMode mode) => Refused("MB6344", Written(writer =>
    {
        var entry = New(TarEntryFormat.Ustar, TarEntryType.RegularFile, "package/a");
        entry.Mode = mode | UnixFileMode.UserRead;
        writer.WriteEntry(entry);
    }));

    [Fact]
    public void More_entries_or_bytes_than_the_limit_are_refused()
    {
        var tarball = Tarball(TarEntryFormat.Ustar, ("package/a", "12345"), ("package/b", "12345"));

        Refused("MB6345", tarball, new ArchiveLimits { Entries = 1 });
        Refused("MB6345", tarball, new ArchiveLimits { Bytes = 9 });
        Assert.Equal(2, Inspect(tarball, new ArchiveLimits { Entries = 2, Bytes = 1 << 20 }).Entries);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked_whole()
    {
        var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Patched("package/a", block => "00700000000\0"u8.CopyTo(block.AsSpan(124))).AsSpan(0, 512));
            for (var n = 0; n < 100; n++)
                gzip.Write(new byte[1 << 20]);
        }

        var refusal = Refused("MB6345", bomb.ToArray());
        Assert.Contains("200 times", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extended_header_without_end_takes_no_memory() =>
        Refused("MB6340", Gzip(Patched("package/a", block =>
        {
            block[156] = (byte)'x';
            "07777777777\0"u8.CopyTo(block.AsSpan(124));
        })));

    [Fact]
    public void Something_behind_the_end_or_a_cut_is_refused_wherever_it_is()
    {
        var tarball = Tarball(TarEntryFormat.Ustar, ("package/a", "x"));
        Refused("MB6340", [.. tarball, 0]);
        Refused("MB6340", [.. tarball, .. "garbage"u8]);
        Refused("MB6340", [.. tarball, .. tarball]);
        for (var length = 0; length < tarball.Length; length++)
            Refused("MB6340", tarball[..length]);
        for (var at = 10; at < tarball.Length; at++)
            Refused("MB6340", [.. tarball[..at], (byte)(tarball[at] ^ 0x55), .. tarball[(at + 1)..]], orElse: "MB6341");

        var tar = Patched("package/a", _ => { });
        Refused("MB6340", Gzip([.. tar, .. "behind the end"u8]));
        Refused("MB6340", Gzip([.. tar, .. tar]));
        Refused("MB6340", Gzip(tar[..512]));
        Refused("MB6340", Gzip(tar[..700]));
        Refused("MB6340", Gzip([]));
        Refused("MB6340", []);
        Refused("MB6340", Encoding.ASCII.GetBytes("PK no gzip at all, but long enough"));
    }

    [Theory]
    [InlineData("30 path=package/one\n30 path=package/two\n")]
    [InlineData("12 size=9\n")]
    [InlineData("11 size=10\n11 size=10\n")]
    [InlineData("21 GNU.sparse.map=1\n")]
    [InlineData("99 path=a\n")]
    [InlineData("nonsense")]
    [InlineData("0 a=b\n")]
    [InlineData("-9 a=b\n")]
    public void An_extended_header_that_two_readers_read_differently_is_refused(string records)
    {
        var content = Encoding.ASCII.GetBytes(records);
        var head = Patched("pax", block =>
        {
            block[156] = (byte)'x';
            Encoding.ASCII.GetBytes($"{Convert.ToString(content.Length, 8).PadLeft(11, '0')}\0").CopyTo(block.AsSpan(124));
        })[..512];
        Array.Resize(ref content, 512);

        Refused("MB6340", Gzip([.. head, .. content, .. Patched("package/a", _ => { })]));
    }

    [Theory]
    [InlineData(124, "-0000000001\0")]
    [InlineData(124, "0x000000001\0")]
    [InlineData(124, "\u0080\0\0\0\0\0\0\0\0\0\0\u0001")]
    [InlineData(124, "1 2        \0")]
    [InlineData(100, "999    \0")]
    [InlineData(257, "ustar\0" + "99")]
    [InlineData(257, "tsuar\0" + "00")]
    public void A_header_that_is_not_written_plainly_is_refused(int at, string text) =>
        Refused("MB6340", Gzip(Patched("package/a", block => Encoding.Latin1.GetBytes(text).CopyTo(block.AsSpan(at)))));

    [Fact]
    public void A_wrong_checksum_is_refused()
    {
        var tar = Patched("package/a", _ => { });
        tar[0]++;
        Refused("MB6340", Gzip(tar));
    }

    [Fact]
    public void The_name_of_the_archive_and_of_its_entry_are_shown_without_what_moves_a_cursor()
    {
        var refusal = Assert.Throws<PackageException>(() => ArchiveInspection.OfTarball(
            new MemoryStream(Tarball(TarEntryFormat.Pax, ("../\u202e\u001b]0;x\u0007", "x"))), "a\u001b.tgz")).Refusal;
        Assert.Contains("a\\u{1B}.tgz has an entry with a forbidden name, ../\\u{202E}\\u{1B}]0;x\\u{7}", refusal.Message, StringComparison.Ordinal);
    }

    private static ArchiveSummary Inspect(byte[] tarball, ArchiveLimits? limits = null) => ArchiveInspection.OfTarball(new MemoryStream(tarball), "a.tgz", limits);

    private static Sandbox.Refusal Refused(string code, byte[] tarball, ArchiveLimits? limits = null, string? orElse = null)
    {
        var refusal = Assert.Throws<PackageException>(() => Inspect(tarball, limits)).Refusal;
        if (refusal.Code != orElse)
            Assert.Equal(code, refusal.Code);
        return refusal;
    }

    private static TarEntry New(TarEntryFormat format, TarEntryType type, string name) => format switch
    {
        TarEntryFormat.V7 => new V7TarEntry(type == TarEntryType.RegularFile ? TarEntryType.V7RegularFile : type, name),
        TarEntryFormat.Ustar => new UstarTarEntry(type, name),
        TarEntryFormat.Pax => new PaxTarEntry(type, name),
        _ => new GnuTarEntry(type, name),
    };

    private static byte[] Tarball(TarEntryFormat format, params (string Name, string Content)[] files) => Written(writer =>
    {
        foreach (var (name, content) in files)
        {
            var entry = New(format, name.EndsWith('/') ? TarEntryType.Directory : TarEntryType.RegularFile, name);
            if (content.Length > 0)
                entry.DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content));
            writer.WriteEntry(entry);
        }
    });

    private static byte[] Written(Action<TarWriter> write)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
            write(writer);
        return Gzip(tar.ToArray());
    }

    private static byte[] Gzip(byte[] tar)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(tar);
        return packed.ToArray();
    }

    /// <summary>A tar of one empty file, its header changed and its checksum right again.</summary>
    private static byte[] Patched(string name, Action<byte[]> change)
    {
        var block = new byte[512 * 3];
        Encoding.ASCII.GetBytes(name).CopyTo(block, 0);
        "0000644\0"u8.CopyTo(block.AsSpan(100));
        "00000000000\0"u8.CopyTo(block.AsSpan(124));
        block[156] = (byte)'0';
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        change(block);
        block.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(block.Take(512).Sum(value => value), 8).PadLeft(6, '0')}\0 ").CopyTo(block.AsSpan(148));
        return block;
    }
}
