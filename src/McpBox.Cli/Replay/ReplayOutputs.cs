using System.Text;
using McpBox.Cli.Log;
using McpBox.Journal;
using McpBox.Journal.Replaying;
using McpBox.Posix.Files;

namespace McpBox.Cli.Replay;

/// <summary>Where a replay's findings go: the screen, and the files that were asked for.</summary>
internal sealed class ReplayOutputs(ReplayArguments arguments, LogScreen screen)
{
    /// <summary>Compares, prints and writes.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="JournalException">MB4707: a report cannot be written.</exception>
    public int Write(ReplayResult result)
    {
        var people = new ReplayScreen(screen);
        var tally = new ReplayTally();
        var junit = arguments.JUnit is null ? null : new JUnitReport(result.Recorded.Facts.Server);
        using var sarif = arguments.Sarif is null ? null : new SarifReport(result.JournalFile);
        if (!arguments.Json)
            people.Lineage(result);
        foreach (var message in new SessionComparison(result.Recorded, result.Replayed, arguments.Rules).Messages())
        {
            tally.Count(message);
            junit?.Add(message);
            sarif?.Add(message);
            if (message.Outcome == ReplayOutcome.Same)
                continue;
            if (arguments.Json)
                screen.WriteLine(ReplayJson.Difference(message));
            else
                people.Difference(message);
        }

        if (arguments.Json)
            screen.WriteLine(ReplayJson.Summary(result, tally));
        else
            people.End(result, tally);
        screen.Out.Flush();
        if (junit is not null)
            Save(arguments.JUnit!, Encoding.UTF8.GetBytes(junit.End(result, tally)));
        if (sarif is not null)
            Save(arguments.Sarif!, sarif.End(result));
        return tally.IsSame && result.Stopped is null && !result.Replayed.IsCut ? ExitCodes.Ok : ExitCodes.ReplayDiffers;
    }

    private static void Save(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            PrivateFile.Replace(path, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException("MB4707", $"the report {path} cannot be written: {error.Message}", "name a file in a folder that you can write to", error);
        }
    }
}
