using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Storing;

namespace McpBox.Packages.Images;

/// <summary>The JSON of an image (OCI image specification, config.md, manifest.md and image-layout.md). Nothing of when, where or by whom.</summary>
internal static class ImageJsonText
{
    private const string Created = "1970-01-01T00:00:00Z";
    private const string Nobody = "65534:65534";

    public static byte[] Configuration(BaseImage below, LockedPackage package, StoreEntry entry, string layer) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("created", Created);
        json.WriteString("architecture", below.Architecture);
        if (below.Variant is not null)
            json.WriteString("variant", below.Variant);
        json.WriteString("os", below.System);
        json.WriteStartObject("config");
        json.WriteString("User", Nobody);
        Array(json, "Env", Environment(below, entry));
        Array(json, "Entrypoint", entry.Start.Words.Select(Placed));
        json.WriteString("WorkingDir", "/");
        json.WriteStartObject("Labels");
        json.WriteString("io.mcpbox.base", below.Id);
        json.WriteString("io.mcpbox.key", entry.Key);
        json.WriteString("io.mcpbox.package", package.Spec.ToString());
        json.WriteString("io.mcpbox.tree", entry.Tree);
        json.WriteString("org.opencontainers.image.title", package.Spec.Name);
        json.WriteString("org.opencontainers.image.version", package.Version);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("rootfs");
        json.WriteString("type", "layers");
        Array(json, "diff_ids", below.Layers.Select(static one => one.DiffId).Append(layer));
        json.WriteEndObject();
        json.WriteStartArray("history");
        foreach (var by in below.Layers.Select(one => $"base {below.Id}").Append("mcpbox build"))
        {
            json.WriteStartObject();
            json.WriteString("created", Created);
            json.WriteString("created_by", by);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Manifest(Blob config, IEnumerable<Blob> layers) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", BakedImage.ManifestType);
        Descriptor(json, "config", "application/vnd.oci.image.config.v1+json", config);
        json.WriteStartArray("layers");
        foreach (var layer in layers)
            Descriptor(json, null, "application/vnd.oci.image.layer.v1.tar", layer);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <param name="tag">Complete reference; null for none.</param>
    public static byte[] Index(Blob manifest, string? tag) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", "application/vnd.oci.image.index.v1+json");
        json.WriteStartArray("manifests");
        Descriptor(json, null, BakedImage.ManifestType, manifest, tag);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>manifest.json of <c>docker save</c>.</summary>
    public static byte[] DockerManifest(Blob config, IEnumerable<Blob> layers, string? tag) => Written(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("Config", config.Path);
        Array(json, "RepoTags", tag is null ? [] : [tag]);
        Array(json, "Layers", layers.Select(static layer => layer.Path));
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static IEnumerable<string> Environment(BaseImage below, StoreEntry entry) => below.Environment
        .Where(variable => !entry.Start.Environment.ContainsKey(variable.Split('=')[0]))
        .Concat(entry.Start.Environment.Select(static variable => $"{variable.Key}={Placed(variable.Value)}"));

    private static string Placed(string text) => text.Replace(StartCommand.FilesPlace, PackageLayer.Place, StringComparison.Ordinal);

    private static void Array(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Descriptor(Utf8JsonWriter json, string? name, string type, Blob blob, string? tag = null)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        json.WriteString("mediaType", type);
        json.WriteString("digest", blob.Digest);
        json.WriteNumber("size", blob.Size);
        if (tag is not null)
        {
            json.WriteStartObject("annotations");
            json.WriteString("io.containerd.image.name", tag);
            json.WriteString("org.opencontainers.image.ref.name", tag);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return buffer.ToArray();
    }
}
