using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>One way in which a secret may be written; escapes and percent-encoding are decoded beforehand and need none.</summary>
/// <param name="Bytes">What has to stand there.</param>
/// <param name="Secret">The secret itself, which is hashed.</param>
/// <param name="IsBase64">Line breaks may stand in between, and a character at each end holds bits of it.</param>
internal sealed record SecretForm(byte[] Bytes, byte[] Secret, bool IsBase64)
{
    private const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int MostBreaks = 4;

    public static IEnumerable<SecretForm> Of(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return new SecretForm(bytes, bytes, IsBase64: false);
        foreach (var other in new[] { secret.Replace(' ', '+'), Html(secret), Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes) }.Where(other => other != secret).Distinct(StringComparer.Ordinal))
            yield return new SecretForm(Encoding.UTF8.GetBytes(other), bytes, IsBase64: false);
        for (var shift = 0; shift < 3; shift++)
        {
            var standard = Base64(bytes, shift, Standard);
            var url = Base64(bytes, shift, Url);
            yield return new SecretForm(standard, bytes, IsBase64: true);
            if (!standard.AsSpan().SequenceEqual(url))
                yield return new SecretForm(url, bytes, IsBase64: true);
        }
    }

    /// <summary>Whether this form stands in the text so that its byte <paramref name="offset"/> is at <paramref name="at"/>.</summary>
    public bool TryMatch(ReadOnlySpan<byte> text, int at, int offset, out int start, out int end)
    {
        (start, end) = (at, at);
        for (var i = offset; i < Bytes.Length; i++, end++)
        {
            if (i > offset && IsBase64)
                end += Breaks(text[end..]);
            if (end >= text.Length || text[end] != Bytes[i])
                return false;
        }

        for (var i = offset - 1; i >= 0; i--)
        {
            if (IsBase64)
                start -= BreaksBefore(text[..start]);
            if (start == 0 || text[--start] != Bytes[i])
                return false;
        }

        if (IsBase64)
        {
            start -= start > 0 && IsDigit(text[start - 1]) ? 1 : 0;
            end += end < text.Length && IsDigit(text[end]) ? 1 : 0;
        }

        return true;
    }

    // The characters that the secret alone decides, when it begins `shift` bytes after a multiple of three.
    private static byte[] Base64(byte[] secret, int shift, string alphabet)
    {
        var (first, last) = (((8 * shift) + 5) / 6, 8 * (shift + secret.Length) / 6);
        var text = new byte[last - first];
        for (var i = first; i < last; i++)
        {
            var bit = (6 * i) - (8 * shift);
            var value = (secret[bit / 8] << 8) | (bit / 8 + 1 < secret.Length ? secret[(bit / 8) + 1] : 0);
            text[i - first] = (byte)alphabet[(value >> (10 - (bit % 8))) & 63];
        }

        return text;
    }

    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    private static bool IsDigit(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_';

    private static int Breaks(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && count < MostBreaks && text[count] is (byte)'\r' or (byte)'\n' or (byte)' ')
            count++;
        return count;
    }

    private static int BreaksBefore(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && count < MostBreaks && text[^(count + 1)] is (byte)'\r' or (byte)'\n' or (byte)' ')
            count++;
        return count;
    }
}
