using System.Globalization;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Live;

/// <summary>A call on one line, from its request on: when, who asked, what, and what has come of it so far.</summary>
/// <param name="start">The monotonic clock of the session's first record.</param>
internal sealed class CallLine(long start)
{
    // Below it the clock is shorter and the ends of names go, not what came of the call.
    private const int Narrow = 60;
    private const int LeastName = 8;
    private const int Clock = 12;
    private const int Decimals = 5;

    /// <summary>While there is no answer.</summary>
    public string Open(JournalCall call, DateTimeOffset now, int columns) => Of(call, $"… {Time(call.Start is { } asked ? Math.Max(0, (now - asked).TotalMicroseconds) : 0)}", columns);

    public string Ended(JournalCall call, int columns) => Of(call, What(call), columns);

    public static string? PaintOf(JournalCall call) => call.Outcome switch
    {
        CallOutcome.Ok => null,
        CallOutcome.Denied => LogScreen.Red,
        _ => LogScreen.Yellow,
    };

    /// <summary>A line that begins with seconds, six decimals of them, cut to the window.</summary>
    public static string Fit(string line, int columns)
    {
        var point = line.IndexOf('.', StringComparison.Ordinal);
        return ColumnText.Cut(columns < Narrow ? line.Remove(point is > 0 and < Clock ? point + 2 : Clock - Decimals, Decimals) : line, columns);
    }

    private string Of(JournalCall call, string state, int columns)
    {
        var arrow = call.Direction == JournalDirection.ClientToServer ? '→' : '←';
        var head = Fit(string.Create(CultureInfo.InvariantCulture, $"{(call.Monotonic - start) / 1e9,12:F6}  {arrow}  "), columns);
        var name = VisibleText.Of($"{call.Method} {call.Tool}".TrimEnd());
        if (call.Id.Length > 0)
            name += $"  id={VisibleText.Of(call.Id)}";
        name = ColumnText.Cut(name, Math.Max(LeastName, columns - head.Length - state.Length - 2));
        return ColumnText.Cut($"{head}{name}  {state}", columns);
    }

    private static string What(JournalCall call)
    {
        var latency = call.LatencyMicroseconds >= 0 ? $"{Time(call.LatencyMicroseconds)}  " : "";
        var size = call.ResponseBytes >= 0 ? $"{Timeline.Size(call.RequestBytes)} / {Timeline.Size(call.ResponseBytes)}" : Timeline.Size(Math.Max(0, call.RequestBytes));
        return call.Outcome switch
        {
            CallOutcome.Ok => $"{latency}ok  {size}",
            CallOutcome.Error => $"{latency}error{Part(call.ErrorCode)}{Part(call.ErrorMessage)}  {size}",
            CallOutcome.Denied => $"DENIED{Part(call.Rule)}  {size}",
            CallOutcome.Cancelled => $"cancelled  {size}",
            _ => $"no answer  {size}",
        };
    }

    private static string Part(string? text) => text is null ? "" : $" {ColumnText.Cut(VisibleText.Of(text), 32)}";

    private static string Time(double microseconds) => microseconds switch
    {
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e3:F1} ms"),
        < 60e6 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e6:F1} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)(microseconds / 60e6)} min {(long)(microseconds / 1e6) % 60:00} s"),
    };
}
