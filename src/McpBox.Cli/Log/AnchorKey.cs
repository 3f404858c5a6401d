using System.Security.Cryptography;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Journal.Sealing;

namespace McpBox.Cli.Log;

/// <summary>The public key of the index's first line, as somebody kept it elsewhere.</summary>
/// <param name="Key">SubjectPublicKeyInfo in base64; null when only the fingerprint was kept.</param>
/// <param name="Fingerprint">SHA-256 of its DER, 64 lower-case hexadecimal digits.</param>
internal sealed record AnchorKey(string? Key, string Fingerprint)
{
    private const int FingerprintLength = 64;
    private const int LongestFile = 16 * 1024;

    /// <param name="given">A fingerprint, or the path of a PEM file.</param>
    /// <exception cref="JournalException">MB4203: it is neither.</exception>
    public static AnchorKey Read(string given)
    {
        if (given.Length == FingerprintLength && given.All(char.IsAsciiHexDigit))
            return new AnchorKey(null, given.ToLowerInvariant());
        try
        {
            // Not by its length: a pipe and a device have none.
            var pem = new char[LongestFile + 1];
            using var file = new StreamReader(given);
            var length = file.ReadBlock(pem);
            if (length > LongestFile)
                throw new JournalException("MB4203", $"{given} is too long for a public key", "`mcpbox log key` prints the key");
            using var key = ECDsa.Create();
            key.ImportFromPem(pem.AsSpan(0, length));
            var text = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
            return new AnchorKey(text, Signature.Fingerprint(text)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new JournalException("MB4203", $"{given} is no public key: {error.Message}", "give the PEM file or the SHA-256 that `mcpbox log key` printed", error);
        }
    }

    /// <summary>The index, with a problem more when its first line is signed by another key than the one that was kept.</summary>
    public static IndexVerification Held(AnchorKey? kept, IndexVerification found) =>
        kept is null || (found.Anchor is { } anchor && Signature.Fingerprint(anchor) == kept.Fingerprint)
            ? found
            : found with { Problems = ["the index does not begin with the key that was given", .. found.Problems] };
}
