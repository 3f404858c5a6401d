using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>A private key in PEM (RFC 7468), from its first line to its last, or to the end of the text.</summary>
internal sealed class PemPrivateKey() : TokenFormat("private-key", "-----BEGIN ")
{
    private const int LongestLabel = 48;

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        (start, end) = (at, at);
        var label = text[(at + Prefix)..];
        if (label[..Math.Min(label.Length, LongestLabel)].IndexOf("PRIVATE KEY"u8) < 0)
            return false;
        var last = label.IndexOf("-----END "u8);
        if (last < 0)
        {
            end = text.Length;
            return true;
        }

        end = at + Prefix + last + 9;
        var dashes = text[end..].IndexOf("-----"u8);
        end = dashes is >= 0 and <= LongestLabel ? end + dashes + 5 : end;
        return true;
    }
}

/// <summary>The password of <c>scheme://user:password@host</c> (RFC 3986, 3.2.1).</summary>
internal sealed class UrlPassword() : TokenFormat("url-password", "://")
{
    private const int Longest = 1024;

    private static readonly SearchValues<byte> Ends = SearchValues.Create("/?#\"'<> \t\r\n"u8);

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        (start, end) = (at, at);
        var authority = text[(at + 3)..];
        authority = authority[..Math.Min(authority.Length, Longest)];
        var stop = authority.IndexOfAny(Ends);
        authority = stop < 0 ? authority : authority[..stop];
        var host = authority.LastIndexOf((byte)'@');
        var colon = host < 0 ? -1 : authority[..host].IndexOf((byte)':');
        if (at == 0 || !char.IsAsciiLetterOrDigit((char)text[at - 1]) || colon < 0 || colon + 1 == host)
            return false;
        (start, end) = (at + 3 + colon + 1, at + 3 + host);
        return true;
    }
}

/// <summary>What follows <c>Bearer </c> (RFC 6750) where no key says so; ordinary words may follow as well, so it has to be long and not of letters alone.</summary>
internal sealed class BearerToken() : TokenFormat("bearer", "bearer ", ignoresCase: true)
{
    private const int Least = 16;
    private const int Most = 1 << 16;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "-._~+/="));

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        start = at + Prefix;
        var length = Span(text, start, Alphabet, Most);
        end = start + length;
        return length >= Least && IsBoundary(text, at, escaped) && text.Slice(start, length).ContainsAnyInRange((byte)'0', (byte)'9');
    }
}

/// <summary>What follows <c>Basic </c> (RFC 7617): base64 of a text with a colon in it.</summary>
internal sealed class BasicCredentials() : TokenFormat("basic", "basic ", ignoresCase: true)
{
    private const int Least = 8;
    private const int Most = 512;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "+/="));

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        start = at + Prefix;
        var length = Span(text, start, Alphabet, Most);
        end = start + length;
        if (length < Least || !IsBoundary(text, at, escaped))
            return false;
        // With escapes, a / is written in two characters; the unescaped text decides.
        if (escaped && end < text.Length && text[end] == (byte)'\\')
            return true;
        Span<byte> decoded = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(Most)];
        return Base64.DecodeFromUtf8(text.Slice(start, length), decoded, out _, out var written) == OperationStatus.Done
            && decoded[..written].Contains((byte)':') && !decoded[..written].ContainsAnyInRange((byte)0, (byte)0x1f);
    }
}
