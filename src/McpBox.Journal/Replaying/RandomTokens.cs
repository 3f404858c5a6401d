using System.Globalization;
using System.Text;

namespace McpBox.Journal.Replaying;

/// <summary>Finds ids in text that nobody chose: UUIDs, long hexadecimal numbers, base64 and its relatives. One pass, whatever the text.</summary>
internal static class RandomTokens
{
    private const int UuidLength = 36;
    private const int ShortestHex = 16;
    private const int ShortestMixed = 20;
    private const int ShortestCapital = 26;

    public static string Replace(string text)
    {
        StringBuilder? shown = null;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && IsOfRun(text[end]))
                end++;
            if (end - at >= ShortestHex)
            {
                shown ??= new StringBuilder(text.Length).Append(text, 0, at);
                Run(shown, text.AsSpan(at, end - at));
            }
            else
            {
                shown?.Append(text, at, end - at);
            }

            at = end;
            while (at < text.Length && !IsOfRun(text[at]))
                at++;
            shown?.Append(text, end, at - end);
        }

        return shown?.ToString() ?? text;
    }

    private static bool IsOfRun(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '+' or '/' or '=' or '-';

    private static void Run(StringBuilder shown, ReadOnlySpan<char> run)
    {
        var start = 0;
        for (var at = 0; at + UuidLength <= run.Length; at++)
        {
            if (!IsUuid(run, at))
                continue;
            Segment(shown, run[start..at]);
            shown.Append("<uuid>");
            at += UuidLength - 1;
            start = at + 1;
        }

        Segment(shown, run[start..]);
    }

    private static bool IsUuid(ReadOnlySpan<char> run, int at)
    {
        if (run[at + 8] != '-' || run[at + 13] != '-' || run[at + 18] != '-' || run[at + 23] != '-' || (at > 0 && char.IsAsciiHexDigit(run[at - 1])))
            return false;
        for (var i = 0; i < UuidLength; i++)
        {
            if (i is not (8 or 13 or 18 or 23) && !char.IsAsciiHexDigit(run[at + i]))
                return false;
        }

        return at + UuidLength == run.Length || !char.IsAsciiHexDigit(run[at + UuidLength]);
    }

    private static void Segment(StringBuilder shown, ReadOnlySpan<char> segment)
    {
        if (segment.Length < ShortestHex || (!IsPath(segment) && IsRandom(segment)))
        {
            shown.Append(segment.Length < ShortestHex ? segment : "<token>");
            return;
        }

        while (!segment.IsEmpty)
        {
            var length = 0;
            while (length < segment.Length && (char.IsAsciiLetterOrDigit(segment[length]) || segment[length] == '+'))
                length++;
            shown.Append(IsRandom(segment[..length]) ? "<token>" : segment[..length]);
            if (length < segment.Length)
                shown.Append(segment[length++]);
            segment = segment[length..];
        }
    }

    // In base64 a slash may stand anywhere; in a path it stands between words.
    private static bool IsPath(ReadOnlySpan<char> run)
    {
        if (run.IndexOf('/') < 0)
            return false;
        foreach (var part in run.Split('/'))
        {
            var word = run[part];
            if (word.IsEmpty || (word.Length > 2 && (!word.ContainsAnyExceptInRange('a', 'z') || !word.ContainsAnyExceptInRange('A', 'Z') || !word.ContainsAnyExceptInRange('0', '9'))))
                return true;
        }

        return false;
    }

    /// <summary>Words, paths and names in camel case keep to one kind of letter for a while; random letters do not.</summary>
    private static bool IsRandom(ReadOnlySpan<char> run)
    {
        if (run.Length < ShortestHex)
            return false;
        var (lower, upper, digits, others, changes, hex) = (0, 0, 0, 0, 0, true);
        var last = UnicodeCategory.OtherSymbol;
        foreach (var letter in run)
        {
            var kind = char.GetUnicodeCategory(letter);
            if (kind == UnicodeCategory.LowercaseLetter)
                lower++;
            else if (kind == UnicodeCategory.UppercaseLetter)
                upper++;
            else if (kind == UnicodeCategory.DecimalDigitNumber)
                digits++;
            else
                others++;
            changes += kind != last ? 1 : 0;
            last = kind;
            hex &= char.IsAsciiHexDigit(letter);
        }

        if (hex && digits >= 2 && (lower == 0 || upper == 0) && lower + upper > 0)
            return true;
        if (lower > 0 && upper > 0)
            return run.Length >= ShortestMixed && digits >= 1 && changes >= 0.4 * run.Length && others <= run.Length / 5;
        return others == 0 && run.Length >= ShortestCapital && digits >= 5 && lower + upper > 0 && changes >= 0.25 * run.Length;
    }
}
