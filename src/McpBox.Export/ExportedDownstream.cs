using System.Globalization;
using McpBox.Journal.Reviewing;

namespace McpBox.Export;

/// <summary>A connection that the server was given while a call was in flight. Numbers that are not known are -1.</summary>
/// <param name="Time">Nanoseconds since 1970, UTC; 0 where it is not known.</param>
/// <param name="Sent">Bytes from the server.</param>
/// <param name="Received">Bytes to the server.</param>
/// <param name="Duration">Microseconds.</param>
public sealed record ExportedConnection(long Time, string Host, int Port, string? Address, string? Rule, long Sent, long Received, long Duration);

/// <summary>What the server was refused while a call was in flight.</summary>
/// <param name="Time">Of the first time: nanoseconds since 1970, UTC; 0 where it is not known.</param>
/// <param name="Port">-1 for a name that was asked for.</param>
public sealed record ExportedRefusal(long Time, string Host, int Port, string Code, long Count);

/// <summary>What a server did outside its sandbox while a call was in flight, or tried to: at most 64 connections and as many different refusals, and how many there were.</summary>
public sealed record ExportedDownstream(IReadOnlyList<ExportedConnection> Connections, IReadOnlyList<ExportedRefusal> Refusals, long ConnectionCount, long RefusalCount)
{
    private const int NameBytes = 1024;

    /// <summary>Null where there was nothing.</summary>
    internal static ExportedDownstream? Of(CallDownstream? downstream) => downstream is null ? null : new ExportedDownstream(
        [.. downstream.Connections.Select(static connection => new ExportedConnection(
            ExportTime.Nanoseconds(connection.Time), Name(connection.Host), connection.Port, Optional(connection.Address), Optional(connection.Rule), connection.Sent, connection.Received, connection.DurationMicroseconds))],
        [.. downstream.Refusals.Select(static refusal => new ExportedRefusal(ExportTime.Nanoseconds(refusal.Time), Name(refusal.Host), refusal.Port, Name(refusal.Code), refusal.Count))],
        downstream.ConnectionCount,
        downstream.RefusalCount);

    /// <summary>The places that were reached, each once, as <c>api.example.com:443</c> with a blank between. Anything but letters, digits and <c>-_.~</c> of a name is percent-encoded.</summary>
    internal string Reached => Places(Connections.Select(static connection => Place(connection.Host, connection.Port)));

    /// <summary>What was refused, likewise, with the code behind a slash: <c>evil.example/MB7101</c>.</summary>
    internal string Refused => Places(Refusals.Select(static refusal => $"{Place(refusal.Host, refusal.Port)}/{Uri.EscapeDataString(refusal.Code)}"));

    private static string Places(IEnumerable<string> places) => string.Join(' ', places.Distinct(StringComparer.Ordinal));

    private static string Place(string host, int port) =>
        port < 0 ? Uri.EscapeDataString(host) : string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(host)}:{port}");

    private static string Name(string text) => ExportText.WellFormed(ExportText.Cut(text, NameBytes));

    private static string? Optional(string? text) => text is null ? null : Name(text);
}
