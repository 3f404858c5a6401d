using System.Globalization;

namespace McpBox.Journal.Reviewing;

/// <summary>A record's <c>ts</c>: <c>2026-11-20T09:00:00.123456700Z</c>.</summary>
public static class RecordTime
{
    /// <summary>Null when the bytes are not such a time. Read by hand: it is asked of every request.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> stamp)
    {
        if (stamp.Length != RecordClock.StampLength || stamp[4] != '-' || stamp[7] != '-' || stamp[10] != 'T' || stamp[13] != ':' || stamp[16] != ':' || stamp[19] != '.' || stamp[29] != 'Z')
            return null;
        var (year, month, day) = (Digits(stamp[..4]), Digits(stamp[5..7]), Digits(stamp[8..10]));
        var (hour, minute, second, nanosecond) = (Digits(stamp[11..13]), Digits(stamp[14..16]), Digits(stamp[17..19]), Digits(stamp[20..29]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || nanosecond < 0)
            return null;
        return day > DateTime.DaysInMonth(year, month)
            ? null
            : new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(nanosecond / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>As it stands in a record.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return -1;
            value = (10 * value) + digit - '0';
        }

        return value;
    }
}
