using System.Diagnostics;

namespace McpBox.Journal;

/// <summary>The words of a record's fields.</summary>
internal static class JournalWords
{
    public static ReadOnlySpan<byte> Of(JournalDirection direction) => direction switch
    {
        JournalDirection.ClientToServer => "c2s"u8,
        JournalDirection.ServerToClient => "s2c"u8,
        JournalDirection.Stderr => "stderr"u8,
        JournalDirection.Stray => "stray"u8,
        JournalDirection.Event => "event"u8,
        _ => throw new UnreachableException(),
    };

    public static ReadOnlySpan<byte> Of(JournalKind kind) => kind switch
    {
        JournalKind.Request => "request"u8,
        JournalKind.Response => "response"u8,
        JournalKind.Notification => "notification"u8,
        JournalKind.Batch => "batch"u8,
        JournalKind.Invalid => "invalid"u8,
        JournalKind.Text => "text"u8,
        _ => throw new UnreachableException(),
    };

    public static ReadOnlySpan<byte> Of(JournalVerdict verdict) => verdict switch
    {
        JournalVerdict.Forward => "forward"u8,
        JournalVerdict.Deny => "deny"u8,
        JournalVerdict.Withhold => "withhold"u8,
        JournalVerdict.Synthetic => "synthetic"u8,
        _ => throw new UnreachableException(),
    };
}
