using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace McpBox.Packages.Registries;

/// <summary>By their strength, the weakest first.</summary>
public enum IntegrityAlgorithm
{
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// <summary>What a lock or a registry's metadata says of a file's bytes.</summary>
public sealed class IntegrityHash
{
    private readonly ImmutableArray<ImmutableArray<byte>> _digests;

    private IntegrityHash(IntegrityAlgorithm algorithm, ImmutableArray<ImmutableArray<byte>> digests)
    {
        Algorithm = algorithm;
        _digests = digests;
    }

    public IntegrityAlgorithm Algorithm { get; }

    /// <summary>Subresource integrity (W3C): <c>sha512-BASE64 sha1-BASE64</c>. The strongest algorithm counts; of several hashes of it, any.</summary>
    /// <param name="text">Null or empty: there is none, which is refused. Hashes of other algorithms are as if they were not there.</param>
    /// <param name="what">Names the file for people.</param>
    /// <param name="allowSha1">A file that only SHA-1 speaks for is taken.</param>
    /// <exception cref="PackageException">There is none, it is too weak, or it cannot be read.</exception>
    public static IntegrityHash FromSri(string? text, string what, bool allowSha1 = false)
    {
        var found = new Dictionary<IntegrityAlgorithm, ImmutableArray<ImmutableArray<byte>>>();
        foreach (var word in (text ?? "").Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = word.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0)
                throw new PackageException(RegistryRefusals.IntegrityUnreadable(what, word));
            if (Named(word[..dash]) is not { } algorithm)
                continue;

            // Options after a question mark are allowed, and none is defined (SRI, section 3.5).
            var digest = Digest(algorithm, word[(dash + 1)..].Split('?')[0]) ?? throw new PackageException(RegistryRefusals.IntegrityUnreadable(what, word));
            found[algorithm] = found.GetValueOrDefault(algorithm, []).Add(digest);
        }

        if (found.Count == 0)
            throw new PackageException(RegistryRefusals.IntegrityMissing(what, text));
        var strongest = found.Keys.Max();
        return strongest > IntegrityAlgorithm.Sha1 || allowSha1
            ? new IntegrityHash(strongest, found[strongest])
            : throw new PackageException(RegistryRefusals.IntegrityMissing(what, text));
    }

    /// <summary>A link's fragment (PEP 503): <c>sha256=HEX</c>, without the number sign. Also sha384 and sha512.</summary>
    /// <exception cref="PackageException">As of <see cref="FromSri"/>.</exception>
    public static IntegrityHash FromFragment(string? text, string what)
    {
        var parts = (text ?? "").Split('=', 2);
        return parts.Length == 2 && Named(parts[0]) is { } algorithm and > IntegrityAlgorithm.Sha1
            ? FromHex(algorithm, parts[1], what)
            : throw new PackageException(RegistryRefusals.IntegrityMissing(what, text));
    }

    /// <exception cref="PackageException">As of <see cref="FromSri"/>. SHA-1 is the caller's decision.</exception>
    public static IntegrityHash FromHex(IntegrityAlgorithm algorithm, string? hex, string what)
    {
        if (string.IsNullOrEmpty(hex))
            throw new PackageException(RegistryRefusals.IntegrityMissing(what, hex));
        return hex.Length == 2 * Size(algorithm) && hex.All(char.IsAsciiHexDigit)
            ? new IntegrityHash(algorithm, [[.. Convert.FromHexString(hex)]])
            : throw new PackageException(RegistryRefusals.IntegrityUnreadable(what, hex));
    }

    /// <exception cref="PackageException">As of <see cref="FromHex"/>.</exception>
    public static IntegrityHash FromBase64(IntegrityAlgorithm algorithm, string? base64, string what)
    {
        if (string.IsNullOrEmpty(base64))
            throw new PackageException(RegistryRefusals.IntegrityMissing(what, base64));
        return new IntegrityHash(algorithm, [Digest(algorithm, base64) ?? throw new PackageException(RegistryRefusals.IntegrityUnreadable(what, base64))]);
    }

    /// <summary>Compared in a time that does not depend on where they differ.</summary>
    public bool Matches(RegistryFile file)
    {
        var hash = file.Hash(Algorithm).AsSpan();
        var same = false;
        foreach (var digest in _digests)
            same |= CryptographicOperations.FixedTimeEquals(hash, digest.AsSpan());
        return same;
    }

    /// <param name="what">Names the file for people.</param>
    /// <exception cref="PackageException">The file has other bytes; the refusal names both hashes.</exception>
    public void Require(RegistryFile file, string what)
    {
        if (!Matches(file))
            throw new PackageException(RegistryRefusals.IntegrityDiffers(what, ToString(), new IntegrityHash(Algorithm, [file.Hash(Algorithm)]).ToString()));
    }

    /// <summary>As <see cref="FromSri"/> reads it.</summary>
    public override string ToString() =>
        string.Join(' ', _digests.Select(digest => $"{Name(Algorithm)}-{Convert.ToBase64String(digest.AsSpan())}"));

    private static string Name(IntegrityAlgorithm algorithm) => algorithm switch
    {
        IntegrityAlgorithm.Sha1 => "sha1",
        IntegrityAlgorithm.Sha256 => "sha256",
        IntegrityAlgorithm.Sha384 => "sha384",
        _ => "sha512",
    };

    private static IntegrityAlgorithm? Named(string name) => name switch
    {
        "sha1" => IntegrityAlgorithm.Sha1,
        "sha256" => IntegrityAlgorithm.Sha256,
        "sha384" => IntegrityAlgorithm.Sha384,
        "sha512" => IntegrityAlgorithm.Sha512,
        _ => null,
    };

    private static int Size(IntegrityAlgorithm algorithm) => algorithm switch
    {
        IntegrityAlgorithm.Sha1 => 20,
        IntegrityAlgorithm.Sha256 => 32,
        IntegrityAlgorithm.Sha384 => 48,
        _ => 64,
    };

    private static ImmutableArray<byte>? Digest(IntegrityAlgorithm algorithm, string base64)
    {
        if (!Base64.IsValid(base64, out var length) || length != Size(algorithm))
            return null;
        return [.. Convert.FromBase64String(base64)];
    }
}
