using System.Text.Json;
using McpBox.Cli.Log;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>A replay's findings for programs: one object a difference, and one that sums up.</summary>
internal static class ReplayJson
{
    public static string Difference(ComparedMessage message) => JsonLine.Of(json =>
    {
        json.WriteString("type"u8, "difference"u8);
        json.WriteString("outcome"u8, MessageName.Word(message.Outcome));
        json.WriteString("kind"u8, MessageName.Word(message.Kind));
        json.WriteString("method"u8, message.Method);
        if (message.Tool is { } tool)
            json.WriteString("tool"u8, tool);
        if (message.Id is { } id)
            json.WriteString("id"u8, id);
        if (message.Number > 0)
            json.WriteNumber("number"u8, message.Number);
        Sequence(json, "recorded_seq", message.RecordedSequence);
        Sequence(json, "replayed_seq", message.ReplayedSequence);
        json.WriteStartArray("diff"u8);
        foreach (var line in message.Diff())
            json.WriteStringValue(line);
        json.WriteEndArray();
    });

    public static string Summary(ReplayResult result, ReplayTally tally) => JsonLine.Of(json =>
    {
        json.WriteString("type"u8, "summary"u8);
        json.WriteString("recorded"u8, result.Recorded.Facts.Session);
        json.WriteString("replayed"u8, result.Replayed.Facts.Session);
        json.WriteNumber("same"u8, tally.Same);
        json.WriteNumber("same_by_rules"u8, tally.ByRules);
        json.WriteNumber("differs"u8, tally.Differs);
        json.WriteNumber("missing"u8, tally.Missing);
        json.WriteNumber("unexpected"u8, tally.Unexpected);
        json.WriteNumber("redacted_frames"u8, result.Recorded.RedactedFrames);
        json.WriteNumber("unsent_frames"u8, result.Unsent);
        if (result.Stopped is { } stopped)
            json.WriteString("stopped"u8, stopped);
        if (result.Replayed.IsCut)
            json.WriteBoolean("cut"u8, true);
        Changes(json, "lineage", result.Lineage.Facts());
        Changes(json, "changes", result.Lineage.Changes());
    });

    private static void Changes(Utf8JsonWriter json, string name, IEnumerable<LineageChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, change.Path);
            json.WriteString("recorded"u8, change.Recorded);
            json.WriteString("replayed"u8, change.Replayed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Sequence(Utf8JsonWriter json, string name, long value)
    {
        if (value >= 0)
            json.WriteNumber(name, value);
    }
}
