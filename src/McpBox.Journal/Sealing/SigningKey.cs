using System.Security.Cryptography;

namespace McpBox.Journal.Sealing;

/// <summary>A private key of ECDSA with the curve P-256 (FIPS 186-5), for one signature or one interval. Disposing it clears it from memory.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The public half: SubjectPublicKeyInfo (RFC 5280) in DER, in base64; 124 characters.</summary>
    public string PublicKey { get; }

    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="pkcs8">As <see cref="Export"/> made it.</param>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static SigningKey Import(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>PrivateKeyInfo (PKCS #8, RFC 5208) in DER. The caller clears it.</summary>
    public byte[] Export() => _key.ExportPkcs8PrivateKey();

    /// <param name="digest">SHA-256 of what is signed.</param>
    /// <returns>The signature in DER (RFC 3279, section 2.2.3), as <c>openssl dgst -verify</c> reads it, in base64.</returns>
    public string Sign(ReadOnlySpan<byte> digest) => Convert.ToBase64String(_key.SignHash(digest.ToArray(), DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => _key.Dispose();
}
