using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>A frame above the limit while the rest of it is read and dropped: only its head is kept, for the record.</summary>
internal sealed class OversizeFrame
{
    private const int HeadSize = 4096;

    private readonly byte[] _head;
    private readonly byte[] _id;
    private readonly byte[] _method;

    /// <param name="peek">Is used to find id and method in the part that was read.</param>
    /// <param name="read">What was read of the frame so far.</param>
    public OversizeFrame(FramePeek peek, ReadOnlySpan<byte> read)
    {
        peek.ReadHead(read);
        var message = peek.Only;
        _head = read[..Math.Min(HeadSize, read.Length)].ToArray();
        _id = Token(read[message.Id]);
        _method = Token(read[message.Method]);
        Kind = message.Kind;
    }

    public FrameKind Kind { get; }

    /// <summary>The raw token of its id; empty when it did not show.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>Bytes on the wire, without line feed.</summary>
    public long Bytes { get; set; }

    public JournalEntry ToEntry(JournalDirection direction, FrameEnd end) => new()
    {
        Direction = direction,
        Kind = JournalKind.Invalid,
        Verdict = JournalVerdict.Deny,
        Reason = RelayCodes.FrameTooLarge,
        Frame = _head,
        End = end,
        Id = _id,
        Method = _method,
        LatencyMicroseconds = -1,
        WireBytes = Bytes,
    };

    private static byte[] Token(ReadOnlySpan<byte> token) =>
        token.Length <= RequestId.MaxBytes && System.Text.Unicode.Utf8.IsValid(token) ? token.ToArray() : [];
}
