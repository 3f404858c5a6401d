using System.Text.Json;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>What bwrap writes to <c>--info-fd</c> and <c>--json-status-fd</c>: JSON objects, one after the other.</summary>
/// <param name="ChildPid">Number of its inner process, on the host.</param>
internal sealed record StatusReport(int? ChildPid)
{
    /// <summary>Reads what there is. A bwrap that was killed in the middle of a word has said what stands before it.</summary>
    public static StatusReport Parse(ReadOnlySpan<byte> json)
    {
        var report = new StatusReport(ChildPid: null);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                var name = reader.GetString();
                reader.Read();
                if (name == "child-pid")
                    report = report with { ChildPid = reader.GetInt32() };
            }
        }
        catch (JsonException)
        {
            // The end was missing.
        }

        return report;
    }
}
