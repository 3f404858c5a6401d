using System.Globalization;
using System.Text;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>The answer of <c>log stats</c> for people.</summary>
internal static class StatsTable
{
    /// <summary>Hosts that are shown at most.</summary>
    public const int MostHosts = 10;

    private const int NameLength = 40;

    public static void Print(CallStatistics numbers, CallFilter filter, LogScreen screen)
    {
        screen.WriteLine($"{numbers.Sessions} sessions, {numbers.All.Calls} calls, {numbers.Totals.Denials} frames denied");
        if (!filter.ChoosesCalls && filter.Text is null)
        {
            var totals = numbers.Totals;
            screen.WriteLine($"{Size(totals.ClientBytes)} from clients, {Size(totals.ServerBytes)} from servers; {totals.Notifications} notifications, {totals.Stray} stray lines, {totals.Stderr} lines of stderr");
        }

        Warn(numbers.Totals, screen);
        if (numbers.All.Calls > 0)
            PrintCalls(numbers, screen);
        PrintHosts(numbers.Hosts, screen);
    }

    private static void PrintCalls(CallStatistics numbers, LogScreen screen)
    {
        screen.WriteLine("");
        screen.WriteLine($"   {"CALL",-NameLength}  {"CALLS",9}  {"ERRORS",7}  {"DENIED",7}  {"NONE",6}  {"P50",9}  {"P95",9}  {"P99",9}  {"ASKED",9}  {"ANSWERED",9}", LogScreen.Dim);
        foreach (var row in numbers.Rows)
            screen.WriteLine(Row(row, row.Direction == JournalDirection.ClientToServer ? '→' : '←', Name(row)));
        screen.WriteLine(Row(numbers.All, ' ', "all"));
    }

    private static void PrintHosts(HostStatistics hosts, LogScreen screen)
    {
        if (hosts.All is { Connections: 0, Refusals: 0 })
            return;
        screen.WriteLine("");
        screen.WriteLine($"   {"HOST",-NameLength}  {"CONNECTED",9}  {"REFUSED",9}  {"SENT",9}  {"RECEIVED",9}", LogScreen.Dim);
        var shown = 0;
        foreach (var host in hosts.Rows)
        {
            if (shown++ == MostHosts)
            {
                screen.WriteLine("   and others; `--host` asks for them", LogScreen.Dim);
                break;
            }

            screen.WriteLine(Row(host, host.Host.Length == 0 ? "(others)" : VisibleText.Of(Encoding.UTF8.GetBytes(host.Host), NameLength - 1)));
        }

        screen.WriteLine(Row(hosts.All, "all"));
    }

    private static string Row(HostNumbers host, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"   {name,-NameLength}  {host.Connections,9}  {host.Refusals,9}  {Size(host.Sent),9}  {Size(host.Received),9}");

    // What is missing from the numbers is said where they are printed.
    private static void Warn(ReviewTotals totals, LogScreen screen)
    {
        if (totals.Unreadable > 0)
            screen.WriteLine($"{totals.Unreadable} lines are no records and are not counted; `mcpbox log verify` says where", LogScreen.Yellow);
        if (totals.GivenUp > 0)
            screen.WriteLine($"{totals.GivenUp} requests were no longer waited for, because too many had no answer; they count as unanswered", LogScreen.Yellow);
        if (totals.LongBatches > 0)
            screen.WriteLine($"{totals.LongBatches} batches were not counted to their end", LogScreen.Yellow);
    }

    private static string Row(CallNumbers row, char arrow, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"{arrow}  {name,-NameLength}  {row.Calls,9}  {Part(row.Count(CallOutcome.Error), row.Calls),7}  {row.Count(CallOutcome.Denied),7}  {row.Count(CallOutcome.Unanswered) + row.Count(CallOutcome.Cancelled),6}  {Time(row, 0.5),9}  {Time(row, 0.95),9}  {Time(row, 0.99),9}  {Size(row.RequestBytes),9}  {Size(row.ResponseBytes),9}");

    private static string Name(CallNumbers row)
    {
        if (row.Method.Length == 0)
            return "(others)";
        return VisibleText.Of(Encoding.UTF8.GetBytes(row.Tool is { } tool ? $"{row.Method} {tool}" : row.Method), NameLength - 1);
    }

    private static string Part(long count, long all) => count == 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / all:F1} %");

    private static string Time(CallNumbers row, double part)
    {
        var microseconds = row.Latency.Quantile(part);
        return microseconds switch
        {
            < 0 => "-",
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e3:F1} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e6:F1} s"),
        };
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
    };
}
