using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Cli.Replay;

/// <summary>Finds the journal of a session that we started ourselves.</summary>
internal static class NewJournal
{
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    /// <summary>The one whose manifest names the process and us as its client; null when there is none: the session was refused.</summary>
    /// <param name="processId">Of the mcpbox that recorded it.</param>
    /// <param name="since">When it was started.</param>
    public static JournalSession? Find(string root, int processId, DateTimeOffset since) =>
        JournalCatalog.NewestFirst(root, since - ClocksApart, null).FirstOrDefault(session => session.Start >= since - ClocksApart && IsOf(session.Path, processId));

    private static bool IsOf(string path, int processId)
    {
        using var reader = JournalReader.Open(path);
        if (!reader.TryReadLine(out var line) || !JournalRecord.TryParse(line, out var record) || record.BodyForm != JournalBody.Data)
            return false;
        try
        {
            using var json = JsonDocument.Parse(record.Body.ToArray());
            return Number(json.RootElement, "pid") == processId && json.RootElement.TryGetProperty("client", out var client) && Number(client, "pid") == Environment.ProcessId;
        }
        catch (JsonException)
        {
            // Somebody else's file: not ours in any case.
            return false;
        }
    }

    private static long Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : -1;
}
