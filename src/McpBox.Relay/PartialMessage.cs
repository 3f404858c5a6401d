namespace McpBox.Relay;

/// <summary>What is known of a message while its members are read. Duplicate members: the last one counts.</summary>
internal struct PartialMessage
{
    public Range Id;
    public Range Method;
    public Range Name;
    public Range RequestId;
    public bool IsToolCall;
    public bool IsCancellation;
    public bool HasOutcome;

    public readonly FrameMessage ToMessage()
    {
        var hasId = !Id.Equals(default);
        var kind = !Method.Equals(default) ? hasId ? FrameKind.Request : FrameKind.Notification
            : hasId && HasOutcome ? FrameKind.Response
            : FrameKind.Invalid;
        return new FrameMessage(kind, Id, Method, IsToolCall ? Name : default, IsCancellation && !hasId ? RequestId : default);
    }
}
