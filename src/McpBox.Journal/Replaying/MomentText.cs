using System.Globalization;
using System.Text;

namespace McpBox.Journal.Replaying;

/// <summary>Finds moments in text: RFC 3339 and ISO 8601 with a time of day, HTTP (RFC 9110, section 5.6.7), JavaScript and asctime(3), and counts since 1970. One pass, whatever the text.</summary>
/// <param name="around">When the session ran: a count is a moment when it lies less than <see cref="Near"/> from it.</param>
internal sealed class MomentText(DateTimeOffset around)
{
    /// <summary>Far enough for when a thing expires, near enough to leave other numbers alone.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromDays(400);

    private const string Days = "MonTueWedThuFriSatSun";
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private const string Clock = "##:##:##";
    private const int LongestZone = 60;
    private const int LongestFraction = 9;

    public string Replace(string text)
    {
        StringBuilder? shown = null;
        var (at, kept) = (0, 0);
        while (at < text.Length)
        {
            var end = char.IsAsciiDigit(text[at]) ? Number(text, at) : char.IsAsciiLetterUpper(text[at]) && IsFree(text, at) ? Day(text, at) : -1;
            if (end > 0)
            {
                shown = (shown ?? new StringBuilder(text.Length)).Append(text, kept, at - kept).Append("<time>");
                kept = end;
            }

            at = Math.Abs(end) > at ? Math.Abs(end) : at + 1;
        }

        return shown?.Append(text, kept, text.Length - kept).ToString() ?? text;
    }

    /// <summary>Whether a number counts seconds (also with a fraction), milliseconds, microseconds or nanoseconds since 1970 up to about the session's time.</summary>
    public bool IsMoment(ReadOnlySpan<char> number)
    {
        var dot = number.IndexOf('.');
        var whole = dot < 0 ? number : number[..dot];
        if (whole.Length is not (10 or 13 or 16 or 19) || !long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var seconds = whole.Length switch { 10 => count, 13 => count / 1000, 16 => count / 1_000_000, _ => count / 1_000_000_000 };
        return Math.Abs(seconds - around.ToUnixTimeSeconds()) <= (long)Near.TotalSeconds;
    }

    /// <summary>The end of the moment that begins here; where none does, minus the end of the digits.</summary>
    private int Number(string text, int at)
    {
        var free = IsFree(text, at);
        if (free && Iso(text, at) is var iso and > 0 && IsEnd(text, iso))
            return iso;
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        var whole = end;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            for (end++; end < text.Length && char.IsAsciiDigit(text[end]);)
                end++;
        }

        return free && IsEnd(text, end) && IsMoment(text.AsSpan(at, end - at)) ? end : -whole;
    }

    private static int Iso(string text, int at)
    {
        var cursor = new TextCursor(text, at);
        if (!cursor.Pattern("####-##-##") || !cursor.Any("Tt ") || !cursor.Pattern("##:##"))
            return -1;
        if (cursor.Pattern(":##"))
        {
            var seconds = cursor;
            if (seconds.Any(".,") && seconds.Digits(LongestFraction))
                cursor = seconds;
        }

        var zone = cursor;
        if (zone.Any("Zz"))
            return zone.At;
        _ = zone.Any(" ");
        return zone.Any("+-") && (zone.Pattern("##:##") || zone.Pattern("####")) ? zone.At : cursor.At;
    }

    /// <summary>The end of a moment that begins with a day of the week; -1 where none does.</summary>
    private static int Day(string text, int at)
    {
        var cursor = new TextCursor(text, at);
        if (!cursor.Word(Days))
            return -1;
        if (cursor.Pattern(", "))
        {
            return (cursor.Pattern("## ") || cursor.Pattern("# ")) && cursor.Word(Months) && cursor.Pattern(" #### " + Clock + " ") && (cursor.Word("GMTUTC") || (cursor.Any("+-") && cursor.Pattern("####")))
                ? cursor.At
                : -1;
        }

        if (!cursor.Pattern(" ") || !cursor.Word(Months) || !(cursor.Pattern(" ## ") || cursor.Pattern("  # ")))
            return -1;
        if (cursor.Pattern(Clock + " ####"))
            return cursor.At;
        return cursor.Pattern("#### " + Clock) ? Zone(text, cursor) : -1;
    }

    // As JavaScript writes it: GMT+0000 (Coordinated Universal Time)
    private static int Zone(string text, TextCursor cursor)
    {
        var zone = cursor;
        if (!(zone.Pattern(" GMT+####") || zone.Pattern(" GMT-####")))
            return cursor.At;
        if (!zone.Pattern(" ("))
            return zone.At;
        var close = text.AsSpan(zone.At, Math.Min(LongestZone, text.Length - zone.At)).IndexOf(')');
        return close < 0 ? zone.At - " (".Length : zone.At + close + 1;
    }

    // Part of a longer word or number is no moment: a version, an id.
    private static bool IsFree(string text, int at) => at == 0 || !(char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] == '.');

    private static bool IsEnd(string text, int end) => end == text.Length || !char.IsAsciiLetterOrDigit(text[end]);
}
