using System.Security.Cryptography;

namespace McpBox.Journal;

/// <summary>SHA-256 as it stands in the file: 64 lower-case hexadecimal digits in ASCII.</summary>
internal static class LineHash
{
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>What the first record has in <c>prev</c>: 64 zeros.</summary>
    public static byte[] None()
    {
        var zeros = new byte[Digits];
        zeros.AsSpan().Fill((byte)'0');
        return zeros;
    }

    public static void Of(ReadOnlySpan<byte> bytes, Span<byte> digits)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(bytes, digest);
        Write(digest, digits);
    }

    // Convert.TryToHexStringLower into UTF-8 came with .NET 10; we build for 9 as well.
    public static void Write(ReadOnlySpan<byte> digest, Span<byte> digits)
    {
        for (var i = 0; i < digest.Length; i++)
            (digits[2 * i], digits[(2 * i) + 1]) = (Digit(digest[i] >> 4), Digit(digest[i] & 15));
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
