using System.Globalization;
using McpBox.Cli.Log.Questions;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log;

/// <summary><c>log list</c></summary>
internal static class SessionList
{
    public static int Print(string root, CallFilter filter, LogScreen screen, bool json)
    {
        var any = false;
        foreach (var session in ChosenSessions.Of(root, filter).NewestFirst())
        {
            if (filter.LooksInside && !Holds(session, filter, screen))
                continue;
            if (!json && !any)
                screen.WriteLine($"{"SESSION",-16}  {"START (UTC)",-19}  {"SERVER",-20}  {"DURATION",10}  {"FRAMES",8}  STATUS", LogScreen.Dim);
            any = true;
            if (TrySummary(session.Path, screen) is { } summary)
                screen.WriteLine(json ? Json(session, summary) : Row(session, summary));
        }

        if (!any)
            screen.Error.WriteLine(filter.IsOpen ? $"no sessions below {root}" : $"no such sessions below {root}");
        return ExitCodes.Ok;
    }

    private static bool Holds(JournalSession session, CallFilter filter, LogScreen screen)
    {
        try
        {
            return CallStatistics.Of(session.Path, filter).Sessions > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It may be the one that is looked for; what is wrong with it is said here.
            screen.Error.WriteLine($"{VisibleText.Of(session.Path)}: {VisibleText.Of(error.Message)}");
            return false;
        }
    }

    private static JournalSummary? TrySummary(string path, LogScreen screen)
    {
        try
        {
            return JournalSummary.Read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // One unreadable file must not hide the others.
            screen.Error.WriteLine($"{VisibleText.Of(path)}: {VisibleText.Of(error.Message)}");
            return null;
        }
    }

    private static string Row(JournalSession session, JournalSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"{session.Id,-16}  {session.Start:yyyy-MM-dd HH:mm:ss}  {VisibleText.Of(session.Server),-20}  {Clock(summary.Duration)}  {summary.Frames,8}  {Word(summary)}");

    // Sessions last for days, and TimeSpan's own hours begin anew with each.
    private static string Clock(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours:00}:{duration:mm\\:ss\\.f}");

    private static string Json(JournalSession session, JournalSummary summary) => JsonLine.Of(json =>
    {
        json.WriteString("session", session.Id);
        json.WriteString("server", session.Server);
        json.WriteString("start", session.Start.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("duration_ms", (long)summary.Duration.TotalMilliseconds);
        json.WriteNumber("records", summary.Records);
        json.WriteNumber("frames", summary.Frames);
        json.WriteString("status", Word(summary));
        json.WriteString("path", session.Path);
    });

    private static string Word(JournalSummary summary) => StatusWord.Of(summary.Status);
}
