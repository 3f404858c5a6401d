using System.Buffers;
using System.Text;

namespace McpBox.Journal.Replaying;

/// <summary>Puts a word in the place of what may differ from one run to the next.</summary>
/// <param name="around">When the session ran.</param>
public sealed class Normaliser(ReplayRules rules, DateTimeOffset around)
{
    private static readonly string[] Units = ["milliseconds", "microseconds", "nanoseconds", "seconds", "millis", "secs", "sec", "ms", "us", "ns", "s"];
    private static readonly string[] Durations = ["elapsed", "elapsedtime", "duration", "took", "latency", "uptime", "responsetime", "executiontime", "processingtime"];
    private const string MarkerStart = "[redacted:";
    private const int LongestPart = 64;
    private const int LongestUnit = 12;

    private static readonly SearchValues<char> UnitLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzµ");
    private static readonly SearchValues<char> HashDigits = SearchValues.Create("0123456789abcdef");

    private readonly MomentText _moments = new(around);

    public ReplayRules Rules { get; } = rules;

    /// <summary>A string of the message.</summary>
    public string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Rules.HasFlag(ReplayRules.Tokens))
            text = WithoutHashes(text);
        if (Rules.HasFlag(ReplayRules.Times))
            text = _moments.Replace(text);
        return Rules.HasFlag(ReplayRules.Ids) ? RandomTokens.Replace(text) : text;
    }

    /// <summary>A number of the message as it stands there; null when it is to be compared.</summary>
    public string? Number(string raw) => Rules.HasFlag(ReplayRules.Times) && _moments.IsMoment(raw) ? "<time>" : null;

    /// <summary>The value of a member whose name says that it is new each time; null when it is to be compared.</summary>
    /// <param name="scalar">The value: a string's text or a number as it stands there.</param>
    public string? Member(string name, string scalar)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Rules.HasFlag(ReplayRules.Ids) && name is "progressToken" or "requestId")
            return "<id>";
        return Rules.HasFlag(ReplayRules.Times) && IsDuration(name) && IsAmount(scalar) ? "<duration>" : null;
    }

    private static bool IsDuration(string name)
    {
        if (name.Length > 64)
            return false;
        var letters = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return EndsAs(letters) || Array.Exists(Units, unit => letters.EndsWith(unit, StringComparison.Ordinal) && EndsAs(letters[..^unit.Length]));
    }

    private static bool EndsAs(string letters) => Array.Exists(Durations, word => letters.EndsWith(word, StringComparison.Ordinal));

    /// <summary>Digits, perhaps a fraction, perhaps a unit.</summary>
    private static bool IsAmount(string text)
    {
        var cursor = new TextCursor(text, 0);
        if (!cursor.Digits(LongestPart))
            return false;
        if (cursor.Any("."))
            _ = cursor.Digits(LongestPart);
        _ = cursor.Any(" ");
        var unit = text.AsSpan(cursor.At);
        return unit.Length <= LongestUnit && !unit.ContainsAnyExcept(UnitLetters);
    }

    /// <summary><c>[redacted:RULE:HASH]</c> becomes <c>[redacted:RULE]</c>.</summary>
    private static string WithoutHashes(string text)
    {
        StringBuilder? shown = null;
        var kept = 0;
        for (var at = text.IndexOf(MarkerStart, StringComparison.Ordinal); at >= 0; at = text.IndexOf(MarkerStart, at, StringComparison.Ordinal))
        {
            at += MarkerStart.Length;
            var rest = text.AsSpan(at, Math.Min(text.Length - at, (2 * LongestPart) + 2));
            var (colon, close) = (rest.IndexOf(':'), rest.IndexOf(']'));
            if (colon <= 0 || close <= colon + 1 || rest[(colon + 1)..close].ContainsAnyExcept(HashDigits))
                continue;
            (shown ??= new StringBuilder(text.Length)).Append(text, kept, at + colon - kept);
            kept = at + close;
        }

        return shown?.Append(text, kept, text.Length - kept).ToString() ?? text;
    }
}
