using System.Globalization;

namespace McpBox.Export;

/// <summary>Instants, in nanoseconds since 1970 UTC.</summary>
internal static class ExportTime
{
    /// <summary>RFC 3339 with six decimals, the most that RFC 5424 allows.</summary>
    public static string Rfc3339(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds, as HAR wants them; 0 where the microseconds are not known.</summary>
    public static double Milliseconds(long microseconds) => Math.Max(0, microseconds) / 1000.0;

    /// <summary>Of a record's time; 0 where it has none, or one before 1970 or after 2200, which tampering leaves.</summary>
    public static long Nanoseconds(DateTimeOffset? time) => time is { Year: >= 1970 and < 2200 } known ? (known - DateTimeOffset.UnixEpoch).Ticks * 100 : 0;
}
