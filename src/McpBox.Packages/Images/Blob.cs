using System.Security.Cryptography;

namespace McpBox.Packages.Images;

/// <summary>Bytes that are known by their digest.</summary>
/// <param name="Digest"><c>sha256:…</c>.</param>
/// <param name="Content">Seekable, at its beginning.</param>
public sealed record Blob(string Digest, Stream Content)
{
    public long Size { get; } = Content.Length;

    /// <summary>Where it stands in an image layout.</summary>
    public string Path => $"blobs/{Digest.Replace(':', '/')}";

    internal static Blob Of(byte[] bytes) => Of(new MemoryStream(bytes, writable: false));

    internal static Blob Of(Stream content)
    {
        content.Position = 0;
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        content.Position = 0;
        return new Blob(digest, content);
    }
}
