using System.Text;

namespace McpBox.Packages.Storing.Trees;

/// <summary>
/// Paths in a manifest: bytes from <c>!</c> to <c>~</c> stand for themselves, but for the backslash; every other byte is <c>\xHH</c>. So
/// a path is one word of one line, whatever a stranger called it, and no two paths are written alike.
/// </summary>
internal static class PathText
{
    public static string Escape(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var value in path)
        {
            if (IsPlain(value))
                text.Append((char)value);
            else
                text.Append("\\x").Append(Convert.ToHexStringLower([value]));
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Escape"/> writes.</summary>
    /// <returns>The number of bytes in <paramref name="path"/>; -1 for anything else.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> path)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            if (length == path.Length)
                return -1;
            if (IsPlain(text[0]))
            {
                path[length++] = text[0];
                text = text[1..];
                continue;
            }

            if (text.Length < 4 || text[0] != '\\' || text[1] != 'x' || Value(text[2]) is not { } high || Value(text[3]) is not { } low)
                return -1;
            path[length++] = (byte)((high << 4) | low);
            if (IsPlain(path[length - 1]))
                return -1;
            text = text[4..];
        }

        return length;
    }

    private static int? Value(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => null,
    };

    private static bool IsPlain(byte value) => value is >= (byte)'!' and <= (byte)'~' and not (byte)'\\';
}
