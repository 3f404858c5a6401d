using System.Text.Json;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>The answer of <c>log stats --json</c>: one object.</summary>
internal static class StatsJson
{
    public static string Of(CallStatistics numbers, CallFilter filter, int unread) => JsonLine.Of(json =>
    {
        json.WriteNumber("sessions", numbers.Sessions);
        json.WriteNumber("sessions_unread", unread);
        Write(json, numbers.All);
        if (!filter.ChoosesCalls && filter.Text is null)
            WriteLines(json, numbers.Totals);
        json.WriteNumber("unreadable_lines", numbers.Totals.Unreadable);
        json.WriteNumber("requests_given_up", numbers.Totals.GivenUp);
        json.WriteNumber("batches_cut_short", numbers.Totals.LongBatches);
        json.WriteStartArray("rows");
        foreach (var row in numbers.Rows)
        {
            json.WriteStartObject();
            json.WriteString("dir", row.Direction == JournalDirection.ClientToServer ? "c2s" : "s2c");
            json.WriteString("method", row.Method);
            if (row.Tool is { } tool)
                json.WriteString("tool", tool);
            Write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteHosts(json, numbers.Hosts);
    });

    private static void WriteHosts(Utf8JsonWriter json, HostStatistics hosts)
    {
        Write(json, hosts.All);
        json.WriteStartArray("hosts");
        foreach (var host in hosts.Rows.Take(StatsTable.MostHosts))
        {
            json.WriteStartObject();
            json.WriteString("host", host.Host);
            Write(json, host);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, HostNumbers host)
    {
        json.WriteNumber("connections", host.Connections);
        json.WriteNumber("refusals", host.Refusals);
        json.WriteNumber("sent_bytes", host.Sent);
        json.WriteNumber("received_bytes", host.Received);
    }

    private static void WriteLines(Utf8JsonWriter json, ReviewTotals totals)
    {
        json.WriteNumber("records", totals.Records);
        json.WriteNumber("notifications", totals.Notifications);
        json.WriteNumber("stray_lines", totals.Stray);
        json.WriteNumber("stderr_lines", totals.Stderr);
        json.WriteNumber("frames_denied", totals.Denials);
        json.WriteNumber("answers_unasked", totals.Unasked);
        json.WriteNumber("client_bytes", totals.ClientBytes);
        json.WriteNumber("server_bytes", totals.ServerBytes);
    }

    private static void Write(Utf8JsonWriter json, CallNumbers row)
    {
        json.WriteNumber("calls", row.Calls);
        foreach (var outcome in Enum.GetValues<CallOutcome>())
            json.WriteNumber(CallJson.Word(outcome), row.Count(outcome));
        json.WriteNumber("request_bytes", row.RequestBytes);
        json.WriteNumber("response_bytes", row.ResponseBytes);
        if (row.Latency.Count == 0)
            return;
        json.WriteNumber("p50_us", row.Latency.Quantile(0.50));
        json.WriteNumber("p95_us", row.Latency.Quantile(0.95));
        json.WriteNumber("p99_us", row.Latency.Quantile(0.99));
        json.WriteNumber("max_us", row.Latency.Longest);
    }
}
