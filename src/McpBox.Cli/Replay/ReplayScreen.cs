using McpBox.Cli.Log;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>A replay's findings for people. Everything that servers and files say goes through <see cref="VisibleText"/>.</summary>
internal sealed class ReplayScreen(LogScreen screen)
{
    private const int LongestValue = 400;
    private const string Green = "32";

    public void Lineage(ReplayResult result)
    {
        screen.WriteLine($"session {result.Recorded.Facts.Session} was replayed as {result.Replayed.Facts.Session}");
        foreach (var fact in result.Lineage.Facts())
        {
            if (fact.Recorded == fact.Replayed)
                screen.WriteLine($"  {Name(fact)} {Value(fact.Recorded)}", LogScreen.Dim);
            else
                screen.WriteLine($"  {Name(fact)} {Value(fact.Recorded)} -> {Value(fact.Replayed)}", LogScreen.Yellow);
        }

        var said = result.Lineage.Facts().Select(static fact => fact.Path).ToHashSet(StringComparer.Ordinal);
        var more = result.Lineage.Changes().Where(change => !said.Contains(change.Path)).ToList();
        screen.WriteLine(more.Count == 0 ? "  nothing else changed" : "  changed as well:");
        foreach (var change in more)
            screen.WriteLine($"    {VisibleText.Of(change.Path)} {Value(change.Recorded)} -> {Value(change.Replayed)}", LogScreen.Yellow);
        screen.WriteLine("");
    }

    public void Difference(ComparedMessage message)
    {
        screen.WriteLine($"{MessageName.Of(message)} {MessageName.Finding(message)}", LogScreen.Red);
        screen.WriteLine($"--- recorded{Place(message.RecordedSequence)}");
        screen.WriteLine($"+++ replayed{Place(message.ReplayedSequence)}");
        foreach (var line in message.Diff())
            screen.WriteLine(VisibleText.Of(line), line switch { ['-', ..] => LogScreen.Red, ['+', ..] => Green, ['@', ..] => LogScreen.Dim, _ => null });
        screen.WriteLine("");
    }

    public void End(ReplayResult result, ReplayTally tally)
    {
        foreach (var note in Notes(result, tally))
            screen.WriteLine(note, LogScreen.Yellow);
        screen.WriteLine(tally.ToString(), tally.IsSame && result.Stopped is null ? null : LogScreen.Red);
    }

    /// <summary>What helps to understand the result, a line each.</summary>
    public static IEnumerable<string> Notes(ReplayResult result, ReplayTally tally)
    {
        if (result.Stopped is { } stopped)
            yield return $"stopped: {VisibleText.Of(stopped)}{(result.Unsent > 0 ? $"; {result.Unsent} frames were not sent" : "")}";
        if (result.Recorded.RedactedFrames is > 0 and var redacted)
            yield return $"{redacted} of {result.Recorded.FrameCount} frames were sent as they are recorded: with markers in the place of secrets";
        if (result.Replayed.IsCut)
            yield return $"only the first {Transcript.MostBytes >> 20} MiB of the new session were compared";
        if (tally.ByRules > 0)
            yield return $"{tally.ByRules} are the same but for ids, times and tokens (--exact compares these, too)";
    }

    private static string Name(LineageChange fact) => VisibleText.Of(fact.Path).PadRight(14);

    private static string Value(string? value) => value is null ? "(none)" : VisibleText.Of(System.Text.Encoding.UTF8.GetBytes(value), LongestValue);

    private static string Place(long sequence) => sequence < 0 ? "" : $" (record {sequence})";
}
