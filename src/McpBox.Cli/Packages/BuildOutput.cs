using System.Text;

namespace McpBox.Cli.Packages;

/// <summary>The end of all that a step's program said, both streams together.</summary>
internal sealed class BuildOutput
{
    /// <summary>Bytes of UTF-8 that are kept.</summary>
    public const int Most = 64 << 10;

    private readonly byte[] _bytes = new byte[2 * Most];
    private int _length;

    /// <summary>Adds whole characters.</summary>
    public void Add(string text)
    {
        ReadOnlySpan<byte> added = Encoding.UTF8.GetBytes(text);
        if (added.Length > Most)
            added = added[^Most..];
        if (_length + added.Length > _bytes.Length)
        {
            _bytes.AsSpan(_length - Most, Most).CopyTo(_bytes);
            _length = Most;
        }

        added.CopyTo(_bytes.AsSpan(_length));
        _length += added.Length;
    }

    /// <summary>At most <see cref="Most"/> bytes of UTF-8; a character that was cut at the beginning is left out.</summary>
    public override string ToString()
    {
        var start = Math.Max(0, _length - Most);
        while (start < _length && (_bytes[start] & 0xc0) == 0x80)
            start++;
        return Encoding.UTF8.GetString(_bytes, start, _length - start);
    }
}
