using System.Security.Cryptography;

namespace McpBox.Journal.Sealing;

/// <summary>Whether a signature of <see cref="SigningKey"/> holds.</summary>
public static class Signature
{
    private const int KeyLength = 91;

    /// <summary>What the DER of every uncompressed key on P-256 begins with (RFC 5480). Other curves, and curves by their parameters, are none of ours.</summary>
    private static ReadOnlySpan<byte> KeyStart => [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];

    /// <summary>False also for whatever is no key, no base64 or not written in the one form in which we write it.</summary>
    /// <param name="publicKey">As <see cref="SigningKey.PublicKey"/>.</param>
    /// <param name="digest">SHA-256 of what was signed.</param>
    /// <param name="signature">As <see cref="SigningKey.Sign"/> returned it.</param>
    public static bool Holds(string publicKey, ReadOnlySpan<byte> digest, string signature)
    {
        try
        {
            var (bytes, der) = (Convert.FromBase64String(signature), Convert.FromBase64String(publicKey));
            // Base64 has spare bits at its end: only one spelling of them is ours.
            if (der.Length != KeyLength || !der.AsSpan().StartsWith(KeyStart) || Convert.ToBase64String(bytes) != signature)
                return false;
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out _);
            return key.VerifyHash(digest, bytes, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            // Not a key or not a signature: nobody signed this.
            return false;
        }
    }

    /// <summary>SHA-256 of the key's DER, 64 lower-case hexadecimal digits: what people compare. Null for what is no base64.</summary>
    public static string? Fingerprint(string publicKey)
    {
        Span<byte> der = stackalloc byte[256];
        return Convert.TryFromBase64String(publicKey, der, out var length) ? Convert.ToHexString(SHA256.HashData(der[..length])).ToLowerInvariant() : null;
    }
}
