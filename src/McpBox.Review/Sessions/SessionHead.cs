using System.Globalization;
using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Review.Sessions;

/// <summary>A session as the page's list of sessions wants it.</summary>
internal static class SessionHead
{
    /// <param name="length">The file's, in bytes.</param>
    /// <param name="summary">Null when the file could not be read.</param>
    public static void Write(Utf8JsonWriter json, JournalSession session, long length, JournalSummary? summary)
    {
        json.WriteString("id", session.Id);
        json.WriteString("server", session.Server);
        json.WriteString("start", session.Start.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("bytes", length);
        json.WriteString("status", Word(summary?.Status));
        if (summary is null)
            return;
        json.WriteNumber("ms", (long)summary.Duration.TotalMilliseconds);
        json.WriteNumber("records", summary.Records);
        json.WriteNumber("frames", summary.Frames);
    }

    private static string Word(JournalStatus? status) => status switch
    {
        JournalStatus.Sealed => "sealed",
        JournalStatus.Live => "live",
        null => "unreadable",
        _ => "unsealed",
    };
}
