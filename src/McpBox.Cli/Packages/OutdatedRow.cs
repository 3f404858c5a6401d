using McpBox.Cli.Log;

namespace McpBox.Cli.Packages;

/// <summary>One package of <c>mcpbox outdated</c>.</summary>
/// <param name="Locked">Version; null when it is not locked.</param>
/// <param name="Newest">The version that would be chosen now.</param>
internal sealed record OutdatedRow(string Server, string Spec, string? Locked, string Newest)
{
    private bool IsOutdated => Locked != Newest;

    public static void Print(IReadOnlyCollection<OutdatedRow> rows, LogScreen screen, bool json)
    {
        if (json)
        {
            foreach (var row in rows)
                screen.WriteLine(row.Json());
        }
        else if (rows.Count > 0)
        {
            string[][] cells = [["SERVER", "PACKAGE", "LOCKED", "NEWEST"], .. rows.Select(static row => row.Cells())];
            var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
            foreach (var (row, index) in cells.Select(static (row, index) => (row, index)))
                screen.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd(), index == 0 ? LogScreen.Dim : null);
        }

        screen.Out.Flush();
    }

    private string[] Cells() => [VisibleText.Of(Server), VisibleText.Of(Spec), VisibleText.Of(Locked ?? "not locked"), VisibleText.Of(Newest)];

    private string Json() => JsonLine.Of(json =>
    {
        json.WriteString("server", Server);
        json.WriteString("spec", Spec);
        if (Locked is not null)
            json.WriteString("locked", Locked);
        json.WriteString("newest", Newest);
        json.WriteBoolean("outdated", IsOutdated);
    });
}
