using System.Collections.Immutable;
using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>What an event of a server's ways out says.</summary>
public enum DownstreamKind
{
    /// <summary><c>connect</c>: before a connection was made.</summary>
    Connect,

    /// <summary><c>disconnect</c>: at its end.</summary>
    Disconnect,

    /// <summary><c>refuse</c>: a connection or a name was refused.</summary>
    Refuse,
}

/// <summary>
/// A record of docs/egress.md, read. Names in it come from the server, or from whoever edited the file, and may hold anything; they are cut to 256
/// characters. Numbers that are missing or none are -1, texts null.
/// </summary>
public sealed class DownstreamEvent
{
    /// <summary>Ids of calls that are looked at; mcpbox writes 32 at most.</summary>
    public const int MostCalls = 64;

    // 32 ids as long as the relay remembers them and a few names are far below it.
    private const int LongestData = 64 * 1024;
    private const int LongestText = 256;
    private const long LargestNumber = 1L << 53;

    public required DownstreamKind Kind { get; init; }

    /// <summary>The record's <c>ts</c>, UTC; null where it is no time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The record's <c>seq</c>.</summary>
    public long Sequence { get; init; }

    /// <summary>The connection's number in the session, from 1.</summary>
    public long Number { get; init; }

    /// <summary>The host's name; of a refusal whatever the server asked for, and empty where that was nothing.</summary>
    public string Host { get; init; } = "";

    /// <summary>1 to 65535, or -1.</summary>
    public int Port { get; init; }

    /// <summary>The address that was connected to.</summary>
    public string? Address { get; init; }

    /// <summary>The entry of the list that allowed it.</summary>
    public string? Rule { get; init; }

    /// <summary>What TLS or HTTP named.</summary>
    public string? Named { get; init; }

    /// <summary>Bytes from the server.</summary>
    public long Sent { get; init; }

    /// <summary>Bytes to the server.</summary>
    public long Received { get; init; }

    public long DurationMicroseconds { get; init; }

    /// <summary>Why it was refused: a code of errors.md.</summary>
    public string? Code { get; init; }

    /// <summary>The same for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Ids of the client's requests that were in flight, as raw JSON tokens.</summary>
    public ImmutableArray<string> Calls { get; init; } = [];

    /// <summary>Reads a record; null when it is no such event, or not as mcpbox writes it.</summary>
    public static DownstreamEvent? TryRead(in JournalRecord record)
    {
        if (!record.Direction.SequenceEqual("event"u8) || KindOf(record.Kind) is not { } kind || record.BodyForm != JournalBody.Data || record.Body.Length > LongestData)
            return null;
        try
        {
            using var json = JsonDocument.Parse(record.Body.ToArray());
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(kind, record.Sequence, RecordTime.Parse(record.Timestamp), json.RootElement) : null;
        }
        catch (JsonException)
        {
            // Edited: the record stays one, and is shown as it is.
            return null;
        }
    }

    private static DownstreamKind? KindOf(ReadOnlySpan<byte> kind) => kind switch
    {
        _ when kind.SequenceEqual("connect"u8) => DownstreamKind.Connect,
        _ when kind.SequenceEqual("disconnect"u8) => DownstreamKind.Disconnect,
        _ when kind.SequenceEqual("refuse"u8) => DownstreamKind.Refuse,
        _ => null,
    };

    private static DownstreamEvent Read(DownstreamKind kind, long sequence, DateTimeOffset? time, JsonElement data) => new()
    {
        Kind = kind,
        Sequence = sequence,
        Time = time,
        Number = Whole(data, "n", LargestNumber),
        Host = Text(data, "host") ?? "",
        Port = (int)Whole(data, "port", ushort.MaxValue) is > 0 and var port ? port : -1,
        Address = Text(data, "address"),
        Rule = Text(data, "rule"),
        Named = Text(data, "named"),
        Sent = Whole(data, "sent", LargestNumber),
        Received = Whole(data, "received", LargestNumber),
        DurationMicroseconds = Whole(data, "duration_us", LargestNumber),
        Code = Text(data, "code"),
        Reason = Text(data, "reason"),
        Calls = data.TryGetProperty("calls", out var calls) && calls.ValueKind == JsonValueKind.Array
            ? [.. calls.EnumerateArray().Take(MostCalls).Select(static call => call.GetRawText()).Where(static token => token.Length <= RequestId.MaxBytes)]
            : [],
    };

    private static long Whole(JsonElement data, string name, long largest) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 && number <= largest ? number : -1;

    private static string? Text(JsonElement data, string name)
    {
        if (!data.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return TokenText.Cut(value.GetString()!, LongestText);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: its letters must do.
            return TokenText.Cut(value.GetRawText()[1..^1], LongestText);
        }
    }
}
