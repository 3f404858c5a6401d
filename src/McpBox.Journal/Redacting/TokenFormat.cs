using System.Buffers;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>A format by which a token is known wherever it stands: a fixed beginning, and what has to follow it.</summary>
/// <param name="prefix">The beginning.</param>
/// <param name="ignoresCase">Whether the beginning may be in any case.</param>
internal abstract class TokenFormat(string rule, string prefix, bool ignoresCase = false)
{
    protected const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    protected const string Url64 = Alphanumeric + "-_";

    /// <summary>The rule's name in a marker.</summary>
    public string Rule => rule;

    /// <summary>What is looked for: the beginning.</summary>
    public Needle Needle { get; } = new(Encoding.ASCII.GetBytes(prefix), ignoresCase);

    /// <summary>How many bytes the beginning has.</summary>
    protected int Prefix { get; } = prefix.Length;

    /// <summary>Whether a token stands in <paramref name="text"/> where a needle was found.</summary>
    /// <param name="escaped">The text still has JSON's escapes: a letter before the token may be the end of one.</param>
    /// <param name="start">Where the secret begins: at the needle or later.</param>
    public abstract bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end);

    /// <summary>Whether nothing before would make it a part of a longer word.</summary>
    protected static bool IsBoundary(ReadOnlySpan<byte> text, int at, bool escaped, bool andMarks = false)
    {
        if (at == 0)
            return true;
        var before = (char)text[at - 1];
        if (!char.IsAsciiLetterOrDigit(before) && (!andMarks || before is not ('-' or '_')))
            return true;
        return escaped && at > 1 && text[at - 2] == (byte)'\\';
    }

    /// <summary>How many bytes of an alphabet come next, at most <paramref name="most"/>.</summary>
    protected static int Span(ReadOnlySpan<byte> text, int at, SearchValues<byte> alphabet, int most)
    {
        if (at >= text.Length)
            return 0;
        var rest = text.Slice(at, Math.Min(most, text.Length - at));
        var end = rest.IndexOfAnyExcept(alphabet);
        return end < 0 ? rest.Length : end;
    }
}

/// <summary>A prefix and then a number of characters of one alphabet.</summary>
internal sealed class PrefixedToken(string rule, string prefix, int least, int most, string marks = "") : TokenFormat(rule, prefix)
{
    private readonly SearchValues<byte> _alphabet = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + marks));

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        (start, end) = (at, at);
        if (!IsBoundary(text, at, escaped))
            return false;
        // One more than there may be tells a token from a longer word.
        var length = Span(text, at + Prefix, _alphabet, most + 1);
        end = at + Prefix + length;
        while (text[end - 1] == (byte)'.')
            end--;
        return length >= least && length <= most;
    }
}

/// <summary><c>sk-…</c>, the form of many makers of models: a word with hyphens may begin so too, so there has to be a long random part.</summary>
internal sealed class ModelKey() : TokenFormat("model-key", "sk-")
{
    private const int Most = 512;
    private const int LeastRandom = 20;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(Encoding.ASCII.GetBytes(Url64));

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        (start, end) = (at, at);
        if (!IsBoundary(text, at, escaped, andMarks: true))
            return false;
        var length = Span(text, at + Prefix, Alphabet, Most);
        end = at + Prefix + length;
        var key = text.Slice(at + Prefix, length);
        var named = key.StartsWith("ant-"u8) || key.StartsWith("proj-"u8) || key.StartsWith("svcacct-"u8) || key.StartsWith("admin-"u8) || key.StartsWith("or-v1-"u8);
        return named ? length >= LeastRandom + 6 : HasRandomPart(key);
    }

    private static bool HasRandomPart(ReadOnlySpan<byte> key)
    {
        foreach (var part in key.Split((byte)'-'))
        {
            if (key[part].Length >= LeastRandom && key[part].ContainsAnyInRange((byte)'0', (byte)'9') && key[part].ContainsAnyInRange((byte)'A', (byte)'z'))
                return true;
        }

        return false;
    }
}

/// <summary>Parts of base64url between dots: JSON Web Tokens (RFC 7519), SendGrid's keys.</summary>
internal sealed class DottedToken(string rule, string prefix, int leastFirst, int leastSecond, int fewestDots, int mostDots) : TokenFormat(rule, prefix)
{
    private const int MostOfAPart = 1 << 16;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(Encoding.ASCII.GetBytes(Url64));

    public override bool TryMatch(ReadOnlySpan<byte> text, int at, bool escaped, out int start, out int end)
    {
        (start, end) = (at, at);
        // Nothing of the alphabet before it: else a long text of beginnings would be walked through again for each.
        if (!IsBoundary(text, at, escaped, andMarks: true))
            return false;
        var first = Span(text, at, Alphabet, MostOfAPart);
        end = at + first;
        var (dots, second) = (0, 0);
        while (dots < mostDots && end < text.Length && text[end] == (byte)'.')
        {
            var part = Span(text, end + 1, Alphabet, MostOfAPart);
            if (part == 0 && dots + 1 < fewestDots)
                break;
            second = dots == 0 ? part : second;
            end += 1 + part;
            dots++;
        }

        return first >= leastFirst && second >= leastSecond && dots >= fewestDots;
    }
}
