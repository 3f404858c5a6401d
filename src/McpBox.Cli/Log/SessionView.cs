using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary><c>log show</c></summary>
internal static class SessionView
{
    public static int Show(string path, LogScreen screen, bool json, bool full)
    {
        using var reader = JournalReader.Open(path);
        var timeline = new Timeline(screen, full);
        var isSealed = false;
        while (reader.TryReadLine(out var line))
        {
            if (json)
            {
                screen.WriteVerbatim(line);
            }
            else if (JournalRecord.TryParse(line, out var record))
            {
                timeline.Add(record, quiet: false);
                isSealed |= record.IsSeal;
            }
            else
            {
                timeline.AddUnreadable(line.Length);
            }
        }

        if (!json)
            PrintEnd(screen, timeline, reader, isSealed);
        return ExitCodes.Ok;
    }

    private static void PrintEnd(LogScreen screen, Timeline timeline, JournalReader reader, bool isSealed)
    {
        foreach (var request in timeline.Unanswered)
            screen.WriteLine($"no answer: {request}", LogScreen.Yellow);
        if (!isSealed)
            screen.Error.WriteLine(reader.IsBeingWritten ? "the session is still being recorded" : "there is no seal: the session was killed; `mcpbox log verify` checks what is there");
    }
}
