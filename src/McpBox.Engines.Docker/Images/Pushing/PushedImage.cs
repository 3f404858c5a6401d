using System.Collections.Immutable;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>An image as a registry keeps it: every blob first, then the manifest that names them.</summary>
/// <param name="Blobs">Layers and configuration.</param>
/// <param name="ManifestType">Media type of the manifest.</param>
/// <param name="Manifest">JSON, UTF-8; its SHA-256 is <paramref name="Digest"/>.</param>
/// <param name="Digest"><c>sha256:…</c>: what the registry must call it afterwards.</param>
public sealed record PushedImage(ImmutableArray<PushedBlob> Blobs, string ManifestType, ReadOnlyMemory<byte> Manifest, string Digest);

/// <summary>Bytes that are known by their digest.</summary>
/// <param name="Digest"><c>sha256:…</c>.</param>
/// <param name="Content">Seekable; read from its beginning, and not disposed.</param>
public sealed record PushedBlob(string Digest, Stream Content);
