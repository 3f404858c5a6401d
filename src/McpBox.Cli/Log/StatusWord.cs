using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary>A status as commands print it; part of the output's contract.</summary>
internal static class StatusWord
{
    public static string Of(JournalStatus status) => status switch
    {
        JournalStatus.Sealed => "sealed",
        JournalStatus.Live => "live",
        JournalStatus.Unsealed => "unsealed",
        JournalStatus.Truncated => "truncated",
        JournalStatus.Edited => "edited",
        JournalStatus.Missing => "missing",
        JournalStatus.Reordered => "reordered",
        JournalStatus.Unreadable => "unreadable",
        JournalStatus.AfterSeal => "after-seal",
        JournalStatus.ForeignSignature => "foreign-signature",
        JournalStatus.NoSignature => "no-signature",
        JournalStatus.Recovered => "recovered",
        JournalStatus.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
