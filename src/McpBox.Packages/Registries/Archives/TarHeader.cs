using System.Text;

namespace McpBox.Packages.Registries.Archives;

/// <summary>One block of 512 bytes (POSIX.1-2001, ustar; GNU tar's manual, Basic Tar Format).</summary>
/// <param name="Name">As bytes of the header: prefix and name.</param>
/// <param name="Size">Bytes of the content that follows.</param>
internal readonly record struct TarHeader(byte[] Name, char Kind, int Mode, long Size)
{
    public const int Block = 512;

    /// <exception cref="InvalidDataException">It is none, or its numbers are not written plainly.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        CheckSum(block);
        var kind = (char)block[156];
        var name = Text(block[..100]);

        // GNU's own format has times where ustar has the prefix of the name, and the oldest has nothing. What claims to be of yet another version has a
        // prefix to some and none to others.
        var format = block[257..265];
        var isUstar = format.SequenceEqual("ustar\000"u8);
        if (!isUstar && !format.SequenceEqual("ustar  \0"u8) && format.ContainsAnyExcept((byte)0))
            throw new InvalidDataException("an entry is of an unknown version of tar");
        var prefix = isUstar ? Text(block[345..500]) : [];
        return new TarHeader(
            prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name],
            kind,
            (int)Number(block[100..108], "mode"),
            Number(block[124..136], "size"));
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    // Octal digits between spaces, ended by a space or NUL. GNU's binary form is for more than 8 GiB, which is refused anyway, and a minus sign
    // or anything else is read in different ways.
    private static long Number(ReadOnlySpan<byte> field, string what)
    {
        var text = Encoding.Latin1.GetString(field).TrimStart(' ');
        var end = text.AsSpan().IndexOfAny(' ', '\0');
        var digits = end < 0 ? text : text[..end];
        if ((end >= 0 && text.AsSpan(end).ContainsAnyExcept(' ', '\0')) || digits.AsSpan().ContainsAnyExceptInRange('0', '7') || digits.Length > 12)
            throw new InvalidDataException($"the {what} of an entry is not written in octal");
        return digits.Length == 0 ? 0 : Convert.ToInt64(digits, 8);
    }

    private static void CheckSum(ReadOnlySpan<byte> block)
    {
        var sum = 0;
        for (var at = 0; at < Block; at++)
            sum += at is >= 148 and < 156 ? ' ' : block[at];
        if (Number(block[148..156], "checksum") != sum)
            throw new InvalidDataException("the checksum of an entry is wrong");
    }
}
