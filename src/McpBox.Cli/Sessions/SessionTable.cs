using System.Globalization;
using McpBox.Cli.Log;

namespace McpBox.Cli.Sessions;

/// <summary>Rows of <c>mcpbox ps</c>, for people or for programs.</summary>
internal sealed class SessionTable(LogScreen screen, TimeProvider time)
{
    private const string Unknown = "-";

    /// <summary>JSON Lines: what is not known is left out.</summary>
    public void PrintJson(IEnumerable<SessionRow> rows)
    {
        foreach (var row in rows)
            screen.WriteLine(Json(row));
    }

    public void Print(IReadOnlyCollection<SessionRow> rows)
    {
        string[][] cells = [["SESSION", "SERVER", "PROFILE", "ENGINE", "PID", "UPTIME", "CLIENT"], .. rows.Select(Cells)];
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        foreach (var (row, index) in cells.Select((row, index) => (row, index)))
            screen.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd(), index == 0 ? LogScreen.Dim : null);
    }

    private string[] Cells(SessionRow row) =>
    [
        Shown(row.Session), Shown(row.Server), Shown(row.Profile), Shown(row.Engine), row.Pid?.ToString(CultureInfo.InvariantCulture) ?? Unknown,
        row.Started is { } started ? Clock(time.GetUtcNow() - started) : Unknown, row.OwnerAlive ? Shown(row.Client) : "gone; mcpbox gc removes it",
    ];

    private static string Shown(string text) => text.Length == 0 ? Unknown : VisibleText.Of(text);

    // Sessions last for days, and TimeSpan's own hours begin anew with each. A clock that was set back is no reason to show less than nothing.
    private static string Clock(TimeSpan uptime) => uptime < TimeSpan.Zero
        ? "00:00:00"
        : string.Create(CultureInfo.InvariantCulture, $"{(long)uptime.TotalHours:00}:{uptime:mm\\:ss}");

    private static string Json(SessionRow row) => JsonLine.Of(json =>
    {
        json.WriteString("session", row.Session);
        json.WriteString("server", row.Server);
        json.WriteString("engine", row.Engine);
        json.WriteBoolean("owner_alive", row.OwnerAlive);
        if (row.Pid is not { } pid || row.Started is not { } started)
            return;
        json.WriteString("profile", row.Profile);
        json.WriteNumber("pid", pid);
        json.WriteString("started", started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("client", row.Client);
        json.WriteString("journal", row.Journal);
    });
}
