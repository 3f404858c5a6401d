using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log;

/// <summary><c>log show</c></summary>
internal static class SessionView
{
    public static int Show(string path, CallFilter filter, LogScreen screen, bool json, bool full)
    {
        using var walk = RecordWalk.Open(path, filter);
        var timeline = new Timeline(screen, full);
        while (walk.TryRead(out var line, out var record))
        {
            if (json)
                screen.WriteVerbatim(line);
            else if (walk.IsRecord)
                timeline.Add(record, quiet: false, walk.Call);
            else
                timeline.AddUnreadable(line.Length);
        }

        if (!json && filter.IsOpen)
            PrintEnd(screen, timeline, walk);
        return ExitCodes.Ok;
    }

    private static void PrintEnd(LogScreen screen, Timeline timeline, RecordWalk walk)
    {
        foreach (var request in timeline.Unanswered)
            screen.WriteLine($"no answer: {request}", LogScreen.Yellow);
        if (!walk.Totals.IsSealed)
            screen.Error.WriteLine(walk.IsBeingWritten ? "the session is still being recorded" : "there is no seal: the session was killed; `mcpbox log verify` checks what is there");
    }
}
