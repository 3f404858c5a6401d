using System.Globalization;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary><c>log show --calls</c>: each request with what came of it, on a line, and below it what its server reached and was refused meanwhile.</summary>
internal static class CallList
{
    private const int NameLength = 48;

    // Below the names.
    private static readonly string Indent = new(' ', 26);

    public static int Print(string path, CallFilter filter, LogScreen screen, bool json)
    {
        using var review = SessionReview.Open(path, CallParts.Ends | (json ? CallParts.Hashes | CallParts.Clients : CallParts.None), filter);
        while (review.TryRead(out var call))
        {
            if (json)
            {
                screen.WriteLine(JsonLine.Of(writer => CallJson.Write(writer, call)));
            }
            else
            {
                screen.WriteLine(Row(call), call.Outcome switch { CallOutcome.Ok => null, CallOutcome.Denied or CallOutcome.Error => LogScreen.Red, _ => LogScreen.Yellow });
                if (call.Downstream is { } downstream)
                    Print(downstream, screen);
            }
        }

        if (review.Totals.IsIncomplete)
            screen.Error.WriteLine($"not all calls may be here: {review.Totals.Unreadable} lines are no records, {review.Totals.GivenUp} requests were given up, {review.Totals.LongBatches} batches were cut short");
        return ExitCodes.Ok;
    }

    private static void Print(CallDownstream downstream, LogScreen screen)
    {
        foreach (var connection in downstream.Connections)
            screen.WriteLine(Indent + DownstreamLine.Of(connection));
        if (downstream.MoreConnections > 0)
            screen.WriteLine($"{Indent}{DownstreamLine.Reached} and {downstream.MoreConnections} more connections");
        foreach (var refusal in downstream.Refusals)
            screen.WriteLine(Indent + DownstreamLine.Of(refusal), LogScreen.Red);
        if (downstream.MoreRefusals > 0)
            screen.WriteLine($"{Indent}{DownstreamLine.Refused} and {downstream.MoreRefusals} more refusals", LogScreen.Red);
    }

    private static string Row(JournalCall call)
    {
        var start = call.Start is { } time ? time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) : "-";
        var latency = call.LatencyMicroseconds >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{call.LatencyMicroseconds / 1e3:F1} ms") : "-";
        var name = VisibleText.Of(System.Text.Encoding.UTF8.GetBytes($"{call.Method} {call.Tool}".TrimEnd()), NameLength);
        var why = VisibleText.Of($"{call.Rule} {call.ErrorCode} {call.ErrorMessage}".Trim());
        return $"{call.RequestSequence,8}  {start,12}  {(call.Direction == JournalDirection.ClientToServer ? '→' : '←')} {name,-NameLength}  {CallJson.Word(call.Outcome),-10}  {latency,10}  {why}".TrimEnd();
    }
}
