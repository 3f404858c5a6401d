using System.Globalization;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log;

/// <summary>What a server reached and was refused, in words for a line. Names come from the server: nothing of them is obeyed by a terminal.</summary>
internal static class DownstreamLine
{
    public const char Reached = '⇢';
    public const char Refused = '⨯';

    private const int NameLength = 253;
    private const int AddressLength = 48;
    private const int MostCalls = 4;
    private const string Gap = "  ";

    public static bool IsConnection(in JournalRecord record) =>
        record.Direction.SequenceEqual("event"u8) && (record.Kind.SequenceEqual("connect"u8) || record.Kind.SequenceEqual("disconnect"u8));

    public static bool IsRefusal(in JournalRecord record) => record.Direction.SequenceEqual("event"u8) && record.Kind.SequenceEqual("refuse"u8);

    /// <summary>The first word and what follows it; null for another record, or one that says something else than mcpbox writes.</summary>
    public static (string Kind, string Text)? Of(in JournalRecord record)
    {
        if (DownstreamEvent.TryRead(record) is not { } happened)
            return null;
        var number = happened.Number >= 0 ? $"n={happened.Number}" : "";
        return happened.Kind switch
        {
            DownstreamKind.Connect => ("connect", Join(Place(happened.Host, happened.Port, happened.Address), number, Calls(happened))),
            DownstreamKind.Disconnect => ("end", Join(Place(happened.Host, happened.Port), number, Traffic(happened.Sent, happened.Received, happened.DurationMicroseconds))),
            _ => ("refuse", Join(Place(happened.Host, happened.Port), Name(happened.Code ?? ""), number, Calls(happened))),
        };
    }

    public static string Of(DownstreamConnection connection) => Join(
        $"{Reached} {Place(connection.Host, connection.Port, connection.Address)}",
        Traffic(connection.Sent, connection.Received, connection.DurationMicroseconds));

    public static string Of(DownstreamRefusal refusal) => Join(
        $"{Refused} {Place(refusal.Host, refusal.Port)}",
        Name(refusal.Code),
        refusal.Count > 1 ? $"×{refusal.Count}" : "");

    /// <summary>A host and its port as far as they are known.</summary>
    public static string Place(string host, int port, string? address = null)
    {
        var place = host.Length == 0 ? "(no name)" : Name(host);
        if (port >= 0)
            place += $":{port}";
        return address is null ? place : $"{place} ({VisibleText.Of(System.Text.Encoding.UTF8.GetBytes(address), AddressLength)})";
    }

    private static string Traffic(long sent, long received, long microseconds) => Join(
        sent >= 0 ? $"sent {Timeline.Size(sent)}" : "",
        received >= 0 ? $"received {Timeline.Size(received)}" : "",
        microseconds >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000.0:F1} ms") : "");

    private static string Calls(DownstreamEvent happened)
    {
        if (happened.Calls.IsEmpty)
            return "";
        var more = happened.Calls.Length > MostCalls ? ",…" : "";
        return $"id={string.Join(',', happened.Calls.Take(MostCalls).Select(static id => VisibleText.Of(System.Text.Encoding.UTF8.GetBytes(id), 64)))}{more}";
    }

    private static string Name(string text) => VisibleText.Of(System.Text.Encoding.UTF8.GetBytes(text), NameLength);

    private static string Join(params string[] parts) => string.Join(Gap, parts.Where(static part => part.Length > 0));
}
