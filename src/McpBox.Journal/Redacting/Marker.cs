using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>What stands in the place of a secret: <c>[redacted:RULE:HASH]</c>, ASCII that needs no escape in JSON.</summary>
internal static class Marker
{
    /// <summary>An upper bound of a marker with its quotes.</summary>
    public const int Longest = 64;

    /// <summary>HMAC-SHA256 in 64 lower-case hexadecimal digits.</summary>
    public static void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes, Span<byte> digits)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _ = HMACSHA256.HashData(key, bytes, digest);
        LineHash.Write(digest, digits);
    }

    /// <summary>The first eight bytes of HMAC-SHA256.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _ = HMACSHA256.HashData(key, bytes, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <returns>How many bytes were written.</returns>
    public static int Write(in Run run, Span<byte> room)
    {
        var length = 0;
        if (run.Quoted)
            room[length++] = (byte)'"';
        "[redacted:"u8.CopyTo(room[length..]);
        length += 10;
        length += Encoding.ASCII.GetBytes(run.Rule, room[length..]);
        room[length++] = (byte)':';
        Span<byte> digest = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(digest, run.Hash);
        LineHash.Write(digest, room[length..]);
        length += 2 * sizeof(ulong);
        room[length++] = (byte)']';
        if (run.Quoted)
            room[length++] = (byte)'"';
        return length;
    }
}
