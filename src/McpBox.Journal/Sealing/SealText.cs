using System.Text;

namespace McpBox.Journal.Sealing;

/// <summary>How a checkpoint and the seal are written, in one place for writing and for checking.</summary>
internal static class SealText
{
    /// <summary>What stands between the signed part of the line and the signature.</summary>
    public static ReadOnlySpan<byte> BeforeSignature => ",\"sig\":\""u8;

    public static ReadOnlySpan<byte> AfterSignature => "\"}"u8;

    /// <summary>A checkpoint's <c>data</c> up to its signature.</summary>
    /// <param name="records">Records before this one.</param>
    /// <param name="root">Hash of the line before, 64 hexadecimal digits.</param>
    /// <param name="key">Public half of the key that signs.</param>
    /// <param name="next">Public half of the key that signs next.</param>
    public static byte[] Checkpoint(long records, ReadOnlySpan<byte> root, string key, string next) =>
        Encoding.ASCII.GetBytes($$"""{"records":{{records}},"root":"{{Encoding.ASCII.GetString(root)}}","key":"{{key}}","next":"{{next}}" """.TrimEnd());

    /// <summary>The seal's <c>data</c> up to its signature.</summary>
    public static byte[] Seal(JournalTotals totals, ReadOnlySpan<byte> root, string key) =>
        Encoding.ASCII.GetBytes($$"""{{{totals.Text()}},"root":"{{Encoding.ASCII.GetString(root)}}","key":"{{key}}" """.TrimEnd());

    /// <summary>Takes <c>…,"name":"value"</c> from the end of a text; the value holds no quote.</summary>
    public static bool TryTakeLast(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> opening, out string value)
    {
        value = "";
        var start = text.LastIndexOf(opening);
        if (start < 0 || text[^1] != (byte)'"' || start + opening.Length > text.Length - 1)
            return false;
        value = Encoding.ASCII.GetString(text[(start + opening.Length)..^1]);
        text = text[..start];
        return !value.Contains('"', StringComparison.Ordinal);
    }
}
