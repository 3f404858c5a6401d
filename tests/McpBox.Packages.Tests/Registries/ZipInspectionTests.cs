using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using McpBox.Packages.Registries.Archives;

namespace McpBox.Packages.Tests.Registries;

public sealed class ZipInspectionTests
{
    private const int CentralName = 46;

    [Theory]
    [InlineData(CompressionLevel.Optimal, true)]
    [InlineData(CompressionLevel.NoCompression, true)]
    [InlineData(CompressionLevel.Optimal, false)]
    public void A_plain_zip_is_counted_also_when_it_was_written_to_a_pipe(CompressionLevel level, bool seekable) =>
        Assert.Equal(new ArchiveSummary(3, 1001), Inspect(Zip(level, seekable, ("a.py", "x"), ("pkg/\u00e4.py", new string('x', 1000)), ("pkg/", ""))));

    [Fact]
    public void An_empty_zip_and_one_with_a_comment_are_zips()
    {
        Assert.Equal(0, Inspect(Zip()).Entries);
        var commented = Zip(("a", "x"));
        BinaryPrimitives.WriteUInt16LittleEndian(commented.AsSpan(commented.Length - 2), 5);
        Assert.Equal(1, Inspect([.. commented, .. "hello"u8]).Entries);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a\\..\\evil")]
    [InlineData("C:/evil")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("./.")]
    [InlineData("..%2fevil")]
    [InlineData("%2e%2e/evil")]
    [InlineData("%2Fetc/passwd")]
    [InlineData("a%00b")]
    [InlineData("a%5c..%5cevil")]
    public void A_name_that_leaves_its_folder_or_is_no_plain_name_is_refused(string name)
    {
        var refusal = Refused("MB6341", Named(name));
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "./a")]
    [InlineData("a/b", "a//b")]
    [InlineData("a", "a/")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    public void What_would_end_up_at_the_same_place_is_refused(string one, string other) => Refused("MB6343", Zip((one, ""), (other, "")));

    [Theory]
    [InlineData(0xA1FF, "MB6342", "symbolic link")]
    [InlineData(0x11A4, "MB6342", "FIFO")]
    [InlineData(0x21A4, "MB6342", "device")]
    [InlineData(0x61A4, "MB6342", "device")]
    [InlineData(0xC1A4, "MB6342", "device")]
    [InlineData(0x89ED, "MB6344", "set-uid")]
    [InlineData(0x85ED, "MB6344", "set-uid")]
    public void Modes_that_are_no_plain_files_are_refused(int mode, string code, string said)
    {
        var zip = Written(archive => archive.CreateEntry("a").ExternalAttributes = mode << 16);
        Assert.Contains(said, Refused(code, zip).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1 << 0)]
    [InlineData(1 << 6)]
    [InlineData(1 << 13)]
    public void An_encrypted_entry_is_refused(int flag)
    {
        var zip = Zip(("a", "x"));
        zip[6] |= (byte)flag;
        zip[7] |= (byte)(flag >> 8);
        zip[Central(zip) + 8] |= (byte)flag;
        zip[Central(zip) + 9] |= (byte)(flag >> 8);
        Refused("MB6346", zip);
    }

    [Fact]
    public void More_entries_or_bytes_than_the_limit_are_refused()
    {
        var zip = Zip(("a", "12345"), ("b", "12345"));

        Refused("MB6345", zip, new ArchiveLimits { Entries = 1 });
        Refused("MB6345", zip, new ArchiveLimits { Bytes = 9 });
        Assert.Equal(2, Inspect(zip, new ArchiveLimits { Entries = 2, Bytes = 10 }).Entries);
    }

    [Fact]
    public void A_bomb_is_refused_by_what_it_says_and_a_liar_by_what_it_does()
    {
        var bomb = Zip(("a", new string('x', 80 << 20)));
        Refused("MB6345", bomb);
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(22), 10);
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(Central(bomb) + 24), 10);
        Refused("MB6340", bomb);
    }

    [Fact]
    public void Entries_that_share_their_content_are_refused()
    {
        // Two lines of the directory for one local header: a bomb that grows by the square (Fifield, 2019).
        var zip = Zip(("a", "x"));
        var central = Central(zip);
        var line = zip[central..^22];
        byte[] doubled = [.. zip[..^22], .. line, .. zip[^22..]];
        doubled[central + line.Length + CentralName] = (byte)'b';
        var end = doubled.AsSpan(doubled.Length - 22);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 2);
        BinaryPrimitives.WriteInt32LittleEndian(end[12..], 2 * line.Length);
        Refused("MB6340", doubled);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(14)]
    [InlineData(18)]
    [InlineData(22)]
    [InlineData(30)]
    public void A_local_header_that_disagrees_with_the_directory_is_refused(int at)
    {
        var zip = Zip(("a", "x"));
        zip[at] ^= 2;
        Refused("MB6340", zip);
    }

    [Fact]
    public void Something_before_between_or_behind_is_refused_and_so_is_a_cut_or_a_flipped_bit()
    {
        var zip = Zip(("a", "some text"), ("b", "more text"));
        Refused("MB6340", [.. zip, 0]);
        Refused("MB6340", [.. zip, .. zip]);
        Refused("MB6340", [0, .. zip]);
        Refused("MB6340", Shifted(zip, Central(zip)));
        Refused("MB6340", Shifted(zip, zip.Length - 22));
        for (var length = 0; length < zip.Length; length++)
            Refused("MB6340", zip[..length]);
        foreach (var at in Enumerable.Range(30, 10))
            Refused("MB6340", [.. zip[..at], (byte)(zip[at] ^ 0x04), .. zip[(at + 1)..]]);
        Refused("MB6340", []);
    }

    [Fact]
    public void A_second_name_or_an_unknown_code_page_is_refused()
    {
        var zip = Zip(("\u00e4", "x"));
        zip[7] &= 0xf7;
        zip[Central(zip) + 9] &= 0xf7;
        Refused("MB6340", zip);

        var named = Zip(("a", "x"));
        var central = Central(named);
        byte[] extra = [0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, (byte)'b'];
        byte[] twice = [.. named[..(central + CentralName + 1)], .. extra, .. named[(central + CentralName + 1)..]];
        twice[central + 30] = (byte)extra.Length;
        BinaryPrimitives.WriteInt32LittleEndian(twice.AsSpan(twice.Length - 10), CentralName + 1 + extra.Length);
        Assert.Contains("two names", Refused("MB6340", twice).Message, StringComparison.Ordinal);
    }

    private static ArchiveSummary Inspect(byte[] zip, ArchiveLimits? limits = null) => ArchiveInspection.OfZip(new MemoryStream(zip), "a.whl", limits);

    private static Sandbox.Refusal Refused(string code, byte[] zip, ArchiveLimits? limits = null)
    {
        var refusal = Assert.Throws<PackageException>(() => Inspect(zip, limits)).Refusal;
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    private static int Central(byte[] zip) => BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));

    /// <summary>Four bytes put in at a place, and the offsets behind it right again.</summary>
    private static byte[] Shifted(byte[] zip, int at)
    {
        byte[] shifted = [.. zip[..at], 0, 0, 0, 0, .. zip[at..]];
        if (at <= Central(zip))
            BinaryPrimitives.WriteInt32LittleEndian(shifted.AsSpan(shifted.Length - 6), Central(zip) + 4);
        return shifted;
    }

    private static byte[] Named(string name)
    {
        // The framework's writer takes most names; a placeholder of the same length takes all.
        var zip = Zip((new string('n', name.Length), "x"));
        Encoding.ASCII.GetBytes(name).CopyTo(zip, 30);
        Encoding.ASCII.GetBytes(name).CopyTo(zip, Central(zip) + CentralName);
        return zip;
    }

    private static byte[] Zip(params (string Name, string Content)[] files) => Zip(CompressionLevel.Optimal, seekable: true, files);

    private static byte[] Zip(CompressionLevel level, bool seekable, params (string Name, string Content)[] files) => Written(
        archive =>
        {
            foreach (var (name, content) in files)
            {
                var entry = archive.CreateEntry(name, level);
                if (content.Length == 0)
                    continue;
                using var stream = entry.Open();
                stream.Write(Encoding.ASCII.GetBytes(content));
            }
        },
        seekable);

    private static byte[] Written(Action<ZipArchive> write, bool seekable = true)
    {
        var zip = seekable ? new MemoryStream() : new PipeStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            write(archive);
        return zip.ToArray();
    }

    private sealed class PipeStream : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
