using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using McpBox.Packages.Building;
using McpBox.Packages.Images;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Tests.Images;

/// <summary>A store with one package, and bases of a few files.</summary>
internal sealed class Baking : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-bake").FullName;
    private readonly PackageStore _store;

    public Baking() => _store = new PackageStore(Path.Combine(_folder, "store"), TimeProvider.System);

    public LockedPackage Package { get; private set; } = new()
    {
        Spec = new PackageSpec(Ecosystem.Npm, "a-server", "1"),
        Version = "1.2.3",
        Toolchain = "host linux-x64 glibc node-20",
        Scripts = false,
        Resolution = "{}\n",
    };

    public StoreEntry Entry { get; private set; } = null!;

    /// <summary>Puts a package into the store.</summary>
    public Baking With(string toolchain, params (string Name, string Text)[] files)
    {
        Package = Package with { Toolchain = toolchain };
        Entry = _store.Build(Package, folder =>
        {
            foreach (var (name, text) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
                File.WriteAllText(Path.Combine(folder, name), text);
            }

            return new StartCommand(["node", "{files}/index.js"], ImmutableSortedDictionary<string, string>.Empty.Add("WHERE", "{files}"));
        });
        Package = Package with { Tree = Entry.Tree };
        return this;
    }

    public (string Digest, byte[] Bytes) Bake(byte[] below)
    {
        using var image = BaseImage.Read(new MemoryStream(below));
        using var scratch = File.Create(Path.Combine(_folder, Guid.NewGuid().ToString("N")));
        using var baked = BakedImage.Of(image, Package, _store, Entry, scratch);
        using var archive = new MemoryStream();
        baked.Write(archive, "localhost/a:1");
        return (baked.Digest, archive.ToArray());
    }

    public string Refused(byte[] below) => Assert.Throws<PackageException>(() => Bake(below)).Refusal.Code;

    /// <summary>An archive as docker save writes it.</summary>
    /// <param name="packed">The layer is compressed, as daemons with containerd's store give it out.</param>
    /// <param name="lie">The layer is not the one that the configuration names.</param>
    public static byte[] Base(string architecture = "amd64", string program = "usr/bin/node", bool lie = false, bool packed = false, params string[] more)
    {
        var layer = Tar(tar =>
        {
            tar.Link("bin", "usr/bin");
            tar.File(program, 0x1ED, "a program"u8.ToArray());
            foreach (var name in more)
                tar.File(name, 0x1A4, []);
        });
        var digest = Convert.ToHexStringLower(SHA256.HashData(lie ? [1] : layer));
        var config = Encoding.UTF8.GetBytes(
            $$"""{"os":"linux","architecture":"{{architecture}}","config":{"Env":["PATH=/bin","WHERE=else"]},"rootfs":{"type":"layers","diff_ids":["sha256:{{digest}}"]} }""");
        return Tar(tar =>
        {
            tar.File("config.json", 0x1A4, config);
            tar.File("x/layer.tar", 0x1A4, packed ? Gzip(layer) : layer);
            tar.File("manifest.json", 0x1A4, """[{"Config":"config.json","RepoTags":null,"Layers":["x/layer.tar"]}]"""u8.ToArray());
        });
    }

    public static string IdOf(byte[] below)
    {
        using var image = BaseImage.Read(new MemoryStream(below));
        return image.Id;
    }

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Fastest))
            packed.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Tar(Action<PlainTar> write)
    {
        using var stream = new MemoryStream();
        var tar = new PlainTar(stream);
        write(tar);
        tar.End();
        return stream.ToArray();
    }
}
