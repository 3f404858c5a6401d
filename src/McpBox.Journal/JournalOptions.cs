using McpBox.Journal.Redacting;

namespace McpBox.Journal;

/// <summary>What a journal does beside recording.</summary>
public sealed record JournalOptions
{
    /// <summary>Decides what is kept of a body; null keeps each as it was on the wire.</summary>
    public FrameRedactor? Redactor { get; init; }

    /// <summary>To whom the frames as they were on the wire are sealed beside the journal; null for nobody.</summary>
    public EscrowRecipient? Escrow { get; init; }

    /// <summary>Whether <see cref="JournalWriter.Commit"/> waits until the records are on the disk, not only in the kernel's hands.</summary>
    public bool ToDisk { get; init; }
}
