using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary><c>log tail</c> for pipes and programs: a line a record.</summary>
internal sealed class SessionTail(LogScreen screen, bool json, TimeProvider time)
{
    private const int Interrupted = 130;

    // Polling, not inotify: ten reads of nothing a second cost less than a watcher's thread, and work on every file system.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Timeline _timeline = new(screen, full: false);

    /// <summary>Prints the last <paramref name="lines"/> records; then, if asked, what is added until the seal, the writer's end or an interrupt.</summary>
    public async Task<int> PrintAsync(string path, int lines, bool follow, CancellationToken cancel)
    {
        using var reader = JournalReader.Open(path);
        var skip = Math.Max(0, CountLines(path) - Math.Max(0, lines));
        var ended = PrintWhatIsThere(reader, skip);
        while (follow && !ended)
        {
            // In this order: what the writer appended before it ended is read before its end is believed.
            var live = reader.IsBeingWritten;
            ended = PrintWhatIsThere(reader, skip: 0);
            if (!ended && !live)
            {
                screen.Error.WriteLine("the session ended without a seal");
                return ExitCodes.Ok;
            }

            if (!ended && !await WaitAsync(time, cancel))
                return Interrupted;
        }

        return ExitCodes.Ok;
    }

    public static long CountLines(string path)
    {
        using var reader = JournalReader.Open(path);
        var count = 0L;
        while (reader.TryReadLine(out _))
            count++;
        return count;
    }

    /// <summary>True when the seal was among it.</summary>
    private bool PrintWhatIsThere(JournalReader reader, long skip)
    {
        var isSealed = false;
        for (; reader.TryReadLine(out var line); skip--)
        {
            var readable = JournalRecord.TryParse(line, out var record);
            if (readable && !json)
                _timeline.Add(record, quiet: skip > 0);
            else if (skip <= 0 && json)
                screen.WriteVerbatim(line);
            else if (skip <= 0)
                _timeline.AddUnreadable(line.Length);
            isSealed |= readable && record.IsSeal;
        }

        screen.Out.Flush();
        return isSealed;
    }

    /// <summary>Until it is time to look again; false when it was cancelled.</summary>
    public static async Task<bool> WaitAsync(TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Interval, time, cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how one leaves.
            return false;
        }
    }
}
