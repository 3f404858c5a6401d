using System.Collections.Immutable;
using McpBox.Packages.Locking;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Images;

/// <summary>
/// A locked, built server as an image: the base's layers, uncompressed as every daemon gives them out, and one with the entry's files. From the same lock and base come
/// the same bytes, on every machine.
/// </summary>
public sealed class BakedImage : IDisposable
{
    /// <summary>Media type of the manifest (OCI image specification, media-types.md).</summary>
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const int Readable = 0x1A4; // 0644

    private readonly Blob _config;
    private readonly Blob _manifest;
    private readonly ImmutableArray<Blob> _layers;

    private BakedImage(Blob config, byte[] manifest, ImmutableArray<Blob> layers) => (_config, Manifest, _manifest, _layers) = (config, manifest, Blob.Of(manifest), layers);

    /// <summary>Of the manifest: by this a registry knows the image.</summary>
    public string Digest => _manifest.Digest;

    /// <summary>Of the configuration: by this docker and podman know it.</summary>
    public string Id => _config.Digest;

    /// <summary>Layers and configuration: all that <see cref="Manifest"/> names.</summary>
    public IEnumerable<Blob> Blobs => _layers.Append(_config);

    /// <summary>JSON, UTF-8, of the type <see cref="ManifestType"/>.</summary>
    public ReadOnlyMemory<byte> Manifest { get; }

    /// <param name="below">Must outlive the result.</param>
    /// <param name="store">Whose entry it is.</param>
    /// <param name="scratch">An empty file that can be read and written; disposed with the result.</param>
    /// <exception cref="PackageException">The entry is not what was locked (MB62nn), or does not fit the base (MB6605 to MB6608).</exception>
    public static BakedImage Of(BaseImage below, LockedPackage package, PackageStore store, StoreEntry entry, Stream scratch)
    {
        if (store.Verify(entry, package) is [var damaged, ..])
            throw new PackageException(damaged);
        RequireFit(below, package, entry);
        PackageLayer.Write(entry.Files, scratch);
        var layer = Blob.Of(scratch);
        ImmutableArray<Blob> layers = [.. below.Layers.Select(static one => new Blob(one.DiffId, one.Content)), layer];
        var config = Blob.Of(ImageJsonText.Configuration(below, package, entry, layer.Digest));
        return new BakedImage(config, ImageJsonText.Manifest(config, layers), layers);
    }

    /// <summary>Writes an archive that is an OCI image layout, and what <c>docker load</c> and <c>podman load</c> read.</summary>
    /// <param name="tag">Complete reference; null for none.</param>
    public void Write(Stream target, string? tag)
    {
        var tar = new PlainTar(target);
        tar.Folder("blobs", 0x1ED);
        tar.Folder("blobs/sha256", 0x1ED);
        foreach (var blob in _layers.Append(_config).Append(_manifest).DistinctBy(static blob => blob.Digest).OrderBy(static blob => blob.Digest, StringComparer.Ordinal))
        {
            blob.Content.Position = 0;
            tar.File(blob.Path, Readable, blob.Content);
        }

        tar.File("index.json", Readable, ImageJsonText.Index(_manifest, tag));
        tar.File("manifest.json", Readable, ImageJsonText.DockerManifest(_config, _layers, tag));
        tar.File("oci-layout", Readable, """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        tar.End();
    }

    public void Dispose() => _layers[^1].Content.Dispose();

    private static void RequireFit(BaseImage below, LockedPackage package, StoreEntry entry)
    {
        var words = package.Toolchain.Split(' ');
        var platform = below.System == "linux" ? below.Architecture switch { "amd64" => "linux-x64", var other => $"linux-{other}" } : below.Platform;
        if (!words.Contains(platform, StringComparer.Ordinal))
            throw new PackageException(BakeRefusals.OtherPlatform(below.Platform, package.Toolchain));
        if (words is not ["image", var built, ..] || !below.IsCalled(built))
            RefuseNative(below, package, entry);
        var path = below.Environment.LastOrDefault(static variable => variable.StartsWith("PATH=", StringComparison.Ordinal))?[5..] ?? UsualPath;
        var program = entry.Start.Words[0];
        if (!program.StartsWith(Building.StartCommand.FilesPlace + "/", StringComparison.Ordinal) && !below.Files.HasProgram(program, path))
            throw new PackageException(BakeRefusals.NoProgram(program));
        if (!below.Files.IsFolderOrAbsent("/opt") || !below.Files.IsFolderOrAbsent("/opt/mcpbox") || below.Files.Has(PackageLayer.Place))
            throw new PackageException(BakeRefusals.NoPlace($"it has something else at {PackageLayer.Place}"));
    }

    private static void RefuseNative(BaseImage below, LockedPackage package, StoreEntry entry)
    {
        if (PackageLayer.NativeFile(entry.Files) is { } native)
            throw new PackageException(BakeRefusals.NativeElsewhere(native, package.Toolchain, below.Id));
    }
}
