using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Live;

/// <summary>The session in one line.</summary>
internal static class StatusLine
{
    private const int NameLength = 24;
    private const int LeastHead = 8;
    private const string Gap = "  ";

    /// <param name="ended">Calls that have ended.</param>
    /// <param name="errors">Of these, with an error.</param>
    public static string Of(RecordFollower session, long ended, long errors, int columns)
    {
        var totals = session.Totals;
        var numbers = string.Join(
            Gap,
            $"open {session.OpenCalls}",
            $"calls {ended + session.OpenCalls}",
            $"errors {errors}",
            $"denied {totals.Denials}",
            $"→ {Timeline.Size(totals.ClientBytes)}",
            $"← {Timeline.Size(totals.ServerBytes)}");
        var head = $"{Name(session.Facts.Session)}{Gap}{Name(session.Facts.Server)}";
        if (session.Client is { } client)
            head += $"{Gap}{Name($"{client.Name} {client.Version}".TrimEnd())}";
        else if (session.Facts.ClientProcess is { } process)
            head += $"{Gap}{Name(process)}";
        head = ColumnText.Cut(head, Math.Max(LeastHead, columns - numbers.Length - Gap.Length));
        return ColumnText.Cut($"{head}{Gap}{numbers}", columns);
    }

    private static string Name(string text) => ColumnText.Cut(VisibleText.Of(text), NameLength);
}
