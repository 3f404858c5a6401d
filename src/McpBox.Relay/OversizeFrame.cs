using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>A frame above the limit while it is read and dropped: only its head is kept, for the record, and what tells whom to answer.</summary>
internal sealed class OversizeFrame
{
    private const int HeadSize = 4096;

    private readonly OversizeScan _scan = new();
    private byte[]? _head;

    public FrameKind Kind => _scan.Kind;

    /// <summary>The raw token of its id; empty when there is none.</summary>
    public ReadOnlySpan<byte> Id => _scan.Id;

    /// <summary>Bytes on the wire so far, without line feed.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the next piece.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        _head ??= piece[..Math.Min(HeadSize, piece.Length)].ToArray();
        Bytes += piece.Length;
        _scan.Append(piece);
    }

    public JournalEntry ToEntry(JournalDirection direction, FrameEnd end) => new()
    {
        Direction = direction,
        Kind = JournalKind.Invalid,
        Verdict = JournalVerdict.Deny,
        Reason = RelayCodes.FrameTooLarge,
        Frame = _head,
        End = end,
        Id = _scan.Id,
        Method = _scan.Method,
        LatencyMicroseconds = -1,
        WireBytes = Bytes,
    };
}
