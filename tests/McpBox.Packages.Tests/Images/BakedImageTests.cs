using System.Formats.Tar;
using System.Text;

namespace McpBox.Packages.Tests.Images;

/// <summary>An image of a server is what was locked, on a base that it fits, and the same bytes every time.</summary>
public sealed class BakedImageTests : IDisposable
{
    private const string Host = "host linux-x64 glibc node-20";
    private static readonly string LongName = string.Concat(Enumerable.Repeat("deep/", 40)) + "ä.js";

    private readonly Baking _baking = new();

    public void Dispose() => _baking.Dispose();

    [Fact]
    public void The_same_lock_and_base_give_the_same_bytes()
    {
        _baking.With(Host, ("index.js", "1"), (LongName, "2"));
        using var other = new Baking().With(Host, (LongName, "2"), ("index.js", "1"));
        var (digest, bytes) = _baking.Bake(Baking.Base());
        var (again, same) = other.Bake(Baking.Base());
        Assert.Equal(digest, again);
        Assert.Equal(bytes, same);
    }

    [Fact]
    public void A_base_whose_layers_are_compressed_is_the_same_base()
    {
        _baking.With(Host, ("index.js", "1"));
        Assert.Equal(_baking.Bake(Baking.Base()).Bytes, _baking.Bake(Baking.Base(packed: true)).Bytes);
        Assert.Equal("MB6604", _baking.Refused(Baking.Base(packed: true, lie: true)));
    }

    [Fact]
    public void Another_file_or_another_base_is_another_digest()
    {
        _baking.With(Host, ("index.js", "1"));
        using var other = new Baking().With(Host, ("index.js", "2"));
        var digest = _baking.Bake(Baking.Base()).Digest;
        Assert.NotEqual(digest, other.Bake(Baking.Base()).Digest);
        Assert.NotEqual(digest, _baking.Bake(Baking.Base(more: "etc/x")).Digest);
    }

    [Fact]
    public void The_image_starts_the_package_as_nobody_with_its_own_place()
    {
        var config = Files(_baking.With(Host, ("index.js", "1")).Bake(Baking.Base()).Bytes).Values.Single(static text => text.Contains("\"diff_ids\"", StringComparison.Ordinal));
        Assert.Contains("\"User\":\"65534:65534\"", config, StringComparison.Ordinal);
        Assert.Contains("\"Entrypoint\":[\"node\",\"/opt/mcpbox/package/index.js\"]", config, StringComparison.Ordinal);
        Assert.Contains("\"Env\":[\"PATH=/bin\",\"WHERE=/opt/mcpbox/package\"]", config, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_are_read_back_as_they_were()
    {
        var layers = Files(_baking.With(Host, ("index.js", "1"), (LongName, "2")).Bake(Baking.Base()).Bytes);
        Assert.Contains(layers.Values, text => Names(text).Contains($"opt/mcpbox/package/{LongName}"));
    }

    [Fact]
    public void An_entry_that_was_changed_is_refused()
    {
        _baking.With(Host, ("index.js", "1"));
        var file = Path.Combine(_baking.Entry.Files, "index.js");
        var time = File.GetLastWriteTimeUtc(file);
        var mode = File.GetUnixFileMode(file);
        File.SetUnixFileMode(file, mode | UnixFileMode.UserWrite);
        File.WriteAllText(file, "2");
        File.SetLastWriteTimeUtc(file, time);
        File.SetUnixFileMode(file, mode);
        Assert.Equal("MB6210", _baking.Refused(Baking.Base()));
    }

    [Fact]
    public void Machine_code_goes_onto_the_image_that_it_was_built_with_alone()
    {
        var below = Baking.Base();
        _baking.With(Host, ("index.js", "1"), ("lib/a.node", "\u007fELF and so on"));
        Assert.Equal("MB6606", _baking.Refused(below));
        using var own = new Baking().With($"image {Baking.IdOf(below)} linux-x64 node-20", ("index.js", "1"), ("lib/a.node", "\u007fELF and so on"));
        Assert.NotEmpty(own.Bake(below).Digest);
        Assert.Equal("MB6606", own.Refused(Baking.Base(more: "etc/x")));
    }

    [Fact]
    public void A_base_that_does_not_fit_is_refused()
    {
        _baking.With(Host, ("index.js", "1"));
        Assert.Equal("MB6605", _baking.Refused(Baking.Base(architecture: "arm64")));
        Assert.Equal("MB6607", _baking.Refused(Baking.Base(program: "usr/bin/python3")));
        Assert.Equal("MB6607", _baking.Refused(Baking.Base(program: "usr/sbin/node")));
        Assert.Equal("MB6608", _baking.Refused(Baking.Base(more: "opt")));
        Assert.Equal("MB6608", _baking.Refused(Baking.Base(more: "opt/mcpbox/package")));
    }

    [Fact]
    public void A_base_whose_layer_is_another_one_is_refused()
    {
        _baking.With(Host, ("index.js", "1"));
        Assert.Equal("MB6604", _baking.Refused(Baking.Base(lie: true)));
        Assert.Equal("MB6604", _baking.Refused("no archive"u8.ToArray()));
    }

    [Fact]
    public void A_file_that_would_remove_another_one_is_refused() =>
        Assert.Equal("MB6608", _baking.With(Host, ("index.js", "1"), (".wh.index.js", "")).Refused(Baking.Base()));

    private static Dictionary<string, string> Files(byte[] archive)
    {
        using var reader = new TarReader(new MemoryStream(archive));
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = Encoding.Latin1.GetString(content.ToArray());
        }

        return files;
    }

    private static List<string> Names(string layer)
    {
        var names = new List<string>();
        try
        {
            using var reader = new TarReader(new MemoryStream(Encoding.Latin1.GetBytes(layer)));
            while (reader.GetNextEntry() is { } entry)
                names.Add(entry.Name);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            // Not every blob is a layer.
            return names;
        }

        return names;
    }
}
