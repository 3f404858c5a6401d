using System.Globalization;
using System.Text;
using McpBox.Cli.Log;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>
/// JUnit's XML as CI systems read it (https://github.com/testmoapp/junitxml): one case for everything that was compared. Text goes through
/// <see cref="VisibleText"/> first, so that there is no character in it that XML 1.0 cannot hold.
/// </summary>
internal sealed class JUnitReport(string server)
{
    private const double Microseconds = 1_000_000;

    /// <summary>Differences that are shown in full: a report is held until it is whole.</summary>
    public const int MostShown = 1000;

    private readonly StringBuilder _cases = new();
    private int _shown;

    public void Add(ComparedMessage message)
    {
        var time = (Math.Max(0, message.LatencyMicroseconds) / Microseconds).ToString("0.000000", CultureInfo.InvariantCulture);
        _cases.Append(CultureInfo.InvariantCulture, $"    <testcase classname=\"mcpbox.replay.{Escape(server)}\" name=\"{Escape(MessageName.Of(message))}\" time=\"{time}\"");
        if (message.Outcome == ReplayOutcome.Same)
        {
            _cases.Append("/>\n");
            return;
        }

        _cases.Append(CultureInfo.InvariantCulture, $">\n      <failure type=\"{MessageName.Word(message.Outcome)}\" message=\"{Escape(MessageName.Finding(message))}\">");
        foreach (var line in _shown++ < MostShown ? message.Diff() : ["not shown: there are too many"])
            _cases.Append(Escape(line)).Append('\n');
        _cases.Append("</failure>\n    </testcase>\n");
    }

    /// <summary>The whole document.</summary>
    public string End(ReplayResult result, ReplayTally tally)
    {
        var stopped = result.Stopped is null ? 0 : 1;
        var counts = $"tests=\"{tally.All + stopped}\" failures=\"{tally.All - tally.Same}\" errors=\"{stopped}\"";
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.Append(CultureInfo.InvariantCulture, $"<testsuites name=\"mcpbox replay\" {counts}>\n  <testsuite name=\"{Escape(result.JournalFile)}\" {counts}>\n    <properties>\n");
        foreach (var change in result.Lineage.Facts().Concat(result.Lineage.Changes()).Distinct())
            text.Append(CultureInfo.InvariantCulture, $"      <property name=\"{Escape(change.Path)}\" value=\"{Escape(Value(change))}\"/>\n");
        text.Append("    </properties>\n").Append(_cases);
        if (result.Stopped is { } reason)
            text.Append(CultureInfo.InvariantCulture, $"    <testcase classname=\"mcpbox.replay.{Escape(server)}\" name=\"the session\">\n      <error type=\"stopped\" message=\"{Escape(reason)}\"/>\n    </testcase>\n");
        return text.Append("  </testsuite>\n</testsuites>\n").ToString();
    }

    private static string Value(LineageChange change) => change.Recorded == change.Replayed ? change.Recorded ?? "" : $"{change.Recorded ?? "(none)"} -> {change.Replayed ?? "(none)"}";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in VisibleText.Of(text))
        {
            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&apos;"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}
