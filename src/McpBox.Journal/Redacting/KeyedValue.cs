using System.Buffers;

namespace McpBox.Journal.Redacting;

/// <summary>
/// The value behind a secret's name within a text: <c>"password": "x"</c> as in JSON that is written inside a string, with any number of
/// backslashes before its quotes; <c>password=x</c>; and <c>Password: x1</c>, where x has to look like more than a word.
/// </summary>
internal static class KeyedValue
{
    private const int Reach = KeyNames.Longest;
    private const int LeastUnmarked = 6;

    // A scheme, or the first pair of a cookie.
    private const int LongestScheme = 8 * 1024;

    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);
    private static readonly SearchValues<byte> Ends = SearchValues.Create(" \t\r\n&;,\"'`<>(){}[]|"u8);
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private static readonly SearchValues<byte> Number = SearchValues.Create("0123456789.+-eE"u8);

    /// <summary>The word around a place, and whether it names a secret.</summary>
    /// <param name="escaped">The text has JSON's escapes: the word's first letter may belong to one.</param>
    public static bool IsSecretName(ReadOnlySpan<byte> text, int at, bool escaped, KeyNames names, out int end)
    {
        var before = text[Math.Max(0, at - Reach)..at];
        var start = at - (before.Length - 1 - before.LastIndexOfAnyExcept(Word));
        var after = text[at..Math.Min(text.Length, at + Reach)];
        end = after.IndexOfAnyExcept(Word);
        end = end < 0 ? at + after.Length : at + end;
        var word = text[start..end];
        return names.IsSecret(word) || (escaped && start > 0 && text[start - 1] == (byte)'\\' && names.IsSecret(word[1..]));
    }

    /// <summary>Finds the value behind a name that ends at <paramref name="at"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        var place = Blanks(text, Quote(text, at, out var isQuoted, out _));
        if (place >= text.Length || text[place] is not ((byte)':' or (byte)'='))
            return false;
        var equals = text[place] == (byte)'=';
        var tight = equals && place == at && !isQuoted;
        place += place + 1 < text.Length && equals && text[place + 1] == (byte)'>' ? 2 : 1;
        start = tight ? place : Blanks(text, place);
        tight &= start < text.Length && text[start] is not ((byte)'=' or (byte)'~');

        var inside = Quote(text, start, out var hasQuotes, out var backslashes);
        if (hasQuotes)
        {
            (start, end) = (inside, Closing(text, inside, backslashes));
            return end > start && (isQuoted || equals || LooksSecret(text[start..end]));
        }

        if (isQuoted)
        {
            end = start + Span(text[start..], Number);
            return end > start;
        }

        return tight ? Unquoted(text, start, out end) : Header(text, start, out end) || (Unquoted(text, start, out end) && LooksSecret(text[start..end]));
    }

    // Backslashes and a quote; none of them when there is no quote.
    private static int Quote(ReadOnlySpan<byte> text, int at, out bool isQuote, out int backslashes)
    {
        var place = at;
        while (place < text.Length && text[place] == (byte)'\\')
            place++;
        backslashes = place - at;
        isQuote = place < text.Length && text[place] is (byte)'"' or (byte)'\'';
        return isQuote ? place + 1 : at;
    }

    private static int Blanks(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
            at++;
        return at;
    }

    // Each level of JSON inside of JSON doubles the backslashes of what is inside: a quote with n of them is closed by one with n, and one
    // that belongs to the value has n + (n + 1), and pairs of the level more. Without a closing quote, the line's end.
    private static int Closing(ReadOnlySpan<byte> text, int start, int backslashes)
    {
        var quote = text[start - 1];
        for (var at = start; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(quote, (byte)'\n');
            if (next < 0)
                return text.Length;
            at += next;
            if (text[at] == (byte)'\n')
                return at;
            var before = at - start - 1 - text[start..at].LastIndexOfAnyExcept((byte)'\\');
            if (before % (2 * (backslashes + 1)) == backslashes)
                return at - backslashes;
        }

        return text.Length;
    }

    // Up to a blank, a separator, a quote, or an escape of one.
    private static bool Unquoted(ReadOnlySpan<byte> text, int start, out int end)
    {
        end = start + Span(text[start..], Ends, except: true);
        for (var at = start; at < end - 1; at++)
        {
            if (text[at] == (byte)'\\' && text[at + 1] is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'\\')
                end = at;
        }

        while (end > start && text[end - 1] == (byte)'\\')
            end--;
        return end > start;
    }

    // Authorization: Digest a="b", c="d"
    private static bool Header(ReadOnlySpan<byte> text, int start, out int end)
    {
        end = start;
        // The scheme first: a line may be the whole of a frame, and many names may stand in it.
        var blank = text[start..Math.Min(text.Length, start + LongestScheme)].IndexOfAny((byte)' ', (byte)'\r', (byte)'\n');
        if (blank <= 0 || text[start + blank] != (byte)' ' || !IsScheme(text.Slice(start, blank)))
            return false;
        end = start + Span(text[start..], LineEnds, except: true);
        return start + blank + 1 < end;
    }

    private static bool IsScheme(ReadOnlySpan<byte> scheme) =>
        Ascii(scheme, "bearer"u8) || Ascii(scheme, "basic"u8) || Ascii(scheme, "digest"u8) || Ascii(scheme, "token"u8) || Ascii(scheme, "negotiate"u8)
            || scheme.StartsWith("AWS4-"u8) || (scheme.Contains((byte)'=') && scheme[^1] == (byte)';');

    private static bool Ascii(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);

    // "password: must be set" names none.
    private static bool LooksSecret(ReadOnlySpan<byte> value)
    {
        value = value.TrimEnd(".:!?"u8);
        return value.Length >= LeastUnmarked && value.ContainsAnyExcept(Letters);
    }

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.'/"u8);

    private static int Span(ReadOnlySpan<byte> text, SearchValues<byte> set, bool except = false)
    {
        var end = except ? text.IndexOfAny(set) : text.IndexOfAnyExcept(set);
        return end < 0 ? text.Length : end;
    }
}
