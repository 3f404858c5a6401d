using System.Text;
using McpBox.Cli.Log;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Cli.Probe;

/// <summary>A report for people, one row a check, or for programs.</summary>
internal sealed class ProbeTable(LogScreen screen, SandboxPlan plan, string engine, string why)
{
    /// <summary>Characters of what held that are shown; lists of mounts and system calls are long. What is weaker is shown whole.</summary>
    private const int Width = 60;

    public void Print(ProbeReport report)
    {
        screen.WriteLine($"profile {VisibleText.Of(plan.Profile)} on {VisibleText.Of(engine)} ({VisibleText.Of(why)})", LogScreen.Dim);
        string[][] cells = [["CHECK", "RESULT", "QUESTION", "EXPECTED", "OBSERVED"], .. report.Findings.Select(Cells)];

        // The last column is as wide as it is.
        var widths = Enumerable.Range(0, cells[0].Length - 1).Select(column => cells.Max(row => row[column].Length)).Append(0).ToArray();
        foreach (var (row, index) in cells.Select((row, index) => (row, index)))
            screen.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd(), Paint(report, index - 1));
        screen.WriteLine(Sum(report));
    }

    /// <summary>One object on one line, everything whole.</summary>
    public void PrintJson(ProbeReport report) => screen.WriteLine(JsonLine.Of(json =>
    {
        json.WriteString("server", plan.Name);
        json.WriteString("profile", plan.Profile);
        json.WriteString("engine", engine);
        json.WriteString("why", why);
        json.WriteString("plan_sha256", PlanJson.Sha256(plan));
        json.WriteBoolean("held", report.Held);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Check);
            json.WriteString("question", finding.Question);
            json.WriteString("expected", finding.Expected);
            json.WriteString("observed", finding.Observed);
            json.WriteBoolean("held", finding.Held);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));

    private static string[] Cells(ProbeFinding finding) =>
    [
        VisibleText.Of(finding.Check),
        finding switch { { Held: false } => "WEAKER", { Observable: false } => "unseen", _ => "held" },
        VisibleText.Of(finding.Question),
        Shown(finding.Expected, finding),
        Shown(finding.Observed, finding),
    ];

    private static string Shown(string text, ProbeFinding finding) =>
        VisibleText.Of(Encoding.UTF8.GetBytes(text), finding.Held && finding.Observable ? Width : int.MaxValue);

    private static string? Paint(ProbeReport report, int row) => row switch
    {
        < 0 => LogScreen.Dim,
        _ when !report.Findings[row].Held => LogScreen.Red,
        _ when !report.Findings[row].Observable => LogScreen.Yellow,
        _ => null,
    };

    private static string Sum(ProbeReport report)
    {
        var weaker = report.Findings.Count(static finding => !finding.Held);
        var unseen = report.Findings.Count(static finding => finding is { Held: true, Observable: false });
        var held = report.Findings.Length - weaker - unseen;
        return $"{report.Findings.Length} checks: {held} held, {weaker} weaker than the plan, {unseen} that cannot be seen here";
    }
}
