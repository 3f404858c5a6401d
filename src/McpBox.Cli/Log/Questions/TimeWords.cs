using System.Globalization;
using McpBox.Journal;

namespace McpBox.Cli.Log.Questions;

/// <summary>Times and spans as people write them on a command line.</summary>
internal static class TimeWords
{
    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>A moment (RFC 3339), the beginning of a day in UTC (<c>2026-11-20</c>), or so long ago (<c>2d</c>).</summary>
    /// <param name="endOfDay">A day means its end instead.</param>
    /// <exception cref="JournalException">MB4402</exception>
    public static DateTimeOffset Moment(string option, string text, DateTimeOffset now, bool endOfDay)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out var day))
            return endOfDay && day.UtcDateTime.Date < DateTime.MaxValue.Date ? day.AddDays(1) : day;
        if (DateTimeOffset.TryParseExact(Shortened(text), Moments, CultureInfo.InvariantCulture, Utc, out var moment))
            return moment;
        if (TrySpan(text, out var span))
            return span < now - DateTimeOffset.MinValue ? now - span : DateTimeOffset.MinValue;
        throw new JournalException("MB4402", $"{option} '{text}' is no time", "write a day (2026-11-20, UTC), a moment (2026-11-20T09:00:00Z) or a span from now (30m, 3h, 2d)");
    }

    /// <summary>A length of time: <c>500ms</c>, <c>1s</c>, <c>2.5m</c>.</summary>
    /// <exception cref="JournalException">MB4402</exception>
    public static TimeSpan Span(string option, string text) => TrySpan(text, out var span)
        ? span
        : throw new JournalException("MB4402", $"{option} '{text}' is no length of time", "write a number and one of ms, s, m, h, d, w, such as 500ms or 2s");

    // A record's time has nine decimals, and whoever copies one means it; .NET's clock knows seven.
    private static string Shortened(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
            return text;
        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - point > 8 ? string.Concat(text.AsSpan(0, point + 8), text.AsSpan(end)) : text;
    }

    private static bool TrySpan(string text, out TimeSpan span)
    {
        span = default;
        var digits = text.TrimEnd("abcdefghijklmnopqrstuvwxyz".ToCharArray());
        long ticks = text[digits.Length..] switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            "w" => 7 * TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (ticks == 0 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > 100_000_000)
            return false;
        var total = count * ticks;
        if (total > TimeSpan.MaxValue.Ticks)
            return false;
        span = TimeSpan.FromTicks((long)total);
        return true;
    }
}
