using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace McpBox.Packages.Images;

/// <summary>One layer of the base: a tar archive, uncompressed, whose digest was checked.</summary>
internal sealed record BaseLayer(string DiffId, Stream Content);

/// <summary>
/// An image out of an archive of <c>docker save</c> (also what the Engine API exports, and what <c>mcpbox build</c> writes). Every layer is read and compared with
/// the digest in the configuration. Owns the archive.
/// </summary>
public sealed class BaseImage : IDisposable
{
    private const int LargestJson = 16 << 20;

    private readonly Stream _archive;
    private readonly List<Stream> _unpacked = [];
    private readonly Dictionary<string, TarEntry> _files = new(StringComparer.Ordinal);

    private BaseImage(Stream archive) => _archive = archive;

    /// <summary>Digest of the configuration, <c>sha256:…</c>: by this docker and podman know the image.</summary>
    public string Id { get; private set; } = "";

    /// <summary>What the daemon that gave it out calls it, where that is not <see cref="Id"/>: one with containerd's store names images by their manifests.</summary>
    public string? OtherId { get; init; }

    /// <summary><c>linux/amd64</c>.</summary>
    public string Platform => $"{System}/{Architecture}";

    internal string System { get; private set; } = "";

    internal string Architecture { get; private set; } = "";

    internal string? Variant { get; private set; }

    /// <summary><c>NAME=value</c> each.</summary>
    internal ImmutableArray<string> Environment { get; private set; } = [];

    internal ImmutableArray<BaseLayer> Layers { get; private set; } = [];

    internal BaseFiles Files { get; } = new();

    /// <param name="archive">Readable and seekable; disposed with the result.</param>
    /// <param name="otherId"><see cref="OtherId"/>.</param>
    /// <exception cref="PackageException">MB6604.</exception>
    public static BaseImage Read(Stream archive, string? otherId = null)
    {
        var image = new BaseImage(archive) { OtherId = otherId };
        try
        {
            image.Index();
            image.ReadManifest();
            foreach (var layer in image.Layers)
            {
                image.Files.Add(layer.Content);
                layer.Content.Position = 0;
            }

            return image;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            image.Dispose();
            throw new PackageException(BakeRefusals.BaseUnreadable(failure.Message));
        }
    }

    /// <summary>Whether a toolchain's id means this image.</summary>
    public bool IsCalled(string id) => id == Id || id == OtherId;

    public void Dispose()
    {
        _archive.Dispose();
        _unpacked.ForEach(static file => file.Dispose());
    }

    private void Index()
    {
        var reader = new TarReader(_archive, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
            _files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = entry;
    }

    private void ReadManifest()
    {
        using var manifest = JsonDocument.Parse(Json("manifest.json"));
        var images = manifest.RootElement;
        if (images.GetArrayLength() != 1)
            throw new InvalidDataException($"it holds {images.GetArrayLength()} images");
        var config = Json(images[0].GetProperty("Config").GetString()!);
        Id = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(config))}";
        using var document = JsonDocument.Parse(config);
        var root = document.RootElement;
        (System, Architecture) = (root.GetProperty("os").GetString()!, root.GetProperty("architecture").GetString()!);
        Variant = root.TryGetProperty("variant", out var variant) ? variant.GetString() : null;
        Environment = root.TryGetProperty("config", out var inner) && inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty("Env", out var env) && env.ValueKind == JsonValueKind.Array
            ? [.. env.EnumerateArray().Select(static variable => variable.GetString()!)]
            : [];
        string[] digests = [.. root.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(static digest => digest.GetString()!)];
        string[] names = [.. images[0].GetProperty(nameof(Layers)).EnumerateArray().Select(static name => name.GetString()!)];
        if (digests.Length != names.Length)
            throw new InvalidDataException($"its configuration speaks of {digests.Length} layers, and it has {names.Length}");
        Layers = [.. names.Zip(digests, Layer)];
    }

    private BaseLayer Layer(string name, string digest)
    {
        var content = Content(name);
        var found = DigestOf(content);
        if (found != digest && GunzipFile.Of(content, _unpacked) is { } unpacked)
            (content, found) = (unpacked, DigestOf(unpacked));
        if (found != digest)
            throw new InvalidDataException($"the layer {name} is {found}, and the configuration says {digest}");
        content.Position = 0;
        return new BaseLayer(digest, content);
    }

    private static string DigestOf(Stream content)
    {
        content.Position = 0;
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
    }

    private byte[] Json(string name)
    {
        var content = Content(name);
        if (content.Length > LargestJson)
            throw new InvalidDataException($"{name} is longer than {LargestJson} bytes");
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        content.Position = 0;
        return bytes;
    }

    // Docker writes a layer that occurs twice as a link to its first place.
    private Stream Content(string name)
    {
        var entry = _files.GetValueOrDefault(name) ?? throw new InvalidDataException($"there is no {name} in it");
        if (entry.EntryType == TarEntryType.SymbolicLink)
            entry = _files.GetValueOrDefault(Path.GetFullPath(entry.LinkName, "/" + Path.GetDirectoryName(name))[1..]) ?? throw new InvalidDataException($"{name} leads nowhere");
        return entry.DataStream ?? throw new InvalidDataException($"{name} is no file");
    }
}
