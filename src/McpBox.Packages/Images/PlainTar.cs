using System.Globalization;
using System.Text;

namespace McpBox.Packages.Images;

/// <summary>
/// Writes tar (POSIX.1-2001, ustar with pax records) so that the same entries are the same bytes for ever: owner 0, time 0, no names of users. The runtime's own
/// writer puts its process id into the names of pax headers.
/// </summary>
internal sealed class PlainTar(Stream target)
{
    private const int Block = 512;
    private const int LongestName = 100;
    private const long LargestOctal = 0x1_FFFF_FFFF; // eleven octal digits

    public void Folder(string name, int mode) => Header(name + "/", '5', mode, 0, "");

    public void Link(string name, string to) => Header(name, '2', 0x1FF, 0, to);

    public void File(string name, int mode, Stream content)
    {
        var size = content.Length;
        Header(name, '0', mode, size, "");
        content.CopyTo(target);
        Pad(size);
    }

    public void File(string name, int mode, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        File(name, mode, stream);
    }

    /// <summary>Two empty blocks.</summary>
    public void End() => target.Write(new byte[2 * Block]);

    private void Header(string name, char kind, int mode, long size, string link)
    {
        var records = new StringBuilder();
        if (!Fits(name))
            records.Append(Record("path", name));
        if (!Fits(link))
            records.Append(Record("linkpath", link));
        if (size > LargestOctal)
            records.Append(Record("size", size.ToString(CultureInfo.InvariantCulture)));
        if (records.Length > 0)
        {
            var bytes = Encoding.UTF8.GetBytes(records.ToString());
            target.Write(HeaderBlock("pax", 'x', 0x1A4, bytes.Length, ""));
            target.Write(bytes);
            Pad(bytes.Length);
        }

        target.Write(HeaderBlock(name, kind, mode, size > LargestOctal ? 0 : size, link));
    }

    private static bool Fits(string text) => text.Length <= LongestName && Ascii.IsValid(text);

    // "LENGTH KEY=VALUE\n", where LENGTH counts its own digits.
    private static string Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = rest + Digits(rest);
        return string.Create(CultureInfo.InvariantCulture, $"{(Digits(length) > Digits(rest) ? rest + Digits(length) : length)} {key}={value}\n");
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static byte[] HeaderBlock(string name, char kind, int mode, long size, string link)
    {
        var block = new byte[Block];
        Put(0, LongestName, name);
        Put(100, 7, Octal(mode, 7));
        Put(108, 7, Octal(0, 7));
        Put(116, 7, Octal(0, 7));
        Put(124, 11, Octal(size, 11));
        Put(136, 11, Octal(0, 11));
        Put(148, 8, "        ");
        block[156] = (byte)kind;
        Put(157, LongestName, link);
        Put(257, 8, "ustar\00000");
        var sum = block.Sum(static one => one);
        Put(148, 8, Octal(sum, 6) + "\0 ");
        return block;

        // A name with a pax record is repeated as far as it fits; its letters beyond ASCII are question marks here.
        void Put(int at, int length, string text) => Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, length)), block.AsSpan(at, length));
    }

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');

    private void Pad(long size) => target.Write(new byte[(Block - (size % Block)) % Block]);
}
