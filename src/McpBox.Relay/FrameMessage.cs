namespace McpBox.Relay;

/// <summary>What a JSON-RPC 2.0 message is, by its members (https://www.jsonrpc.org/specification).</summary>
public enum FrameKind
{
    /// <summary>Not a JSON-RPC message, though it may be JSON.</summary>
    Invalid,

    /// <summary><c>method</c> and <c>id</c>.</summary>
    Request,

    /// <summary><c>method</c> without <c>id</c>.</summary>
    Notification,

    /// <summary><c>id</c> with <c>result</c> or <c>error</c>.</summary>
    Response,

    /// <summary>An array of messages (MCP 2025-03-26 allows them).</summary>
    Batch,
}

/// <summary>One message of a frame: its kind and where its telling tokens stand in the frame's bytes.</summary>
/// <param name="Id">The raw JSON token of <c>id</c>; empty when there is none.</param>
/// <param name="Method">The raw JSON string token of <c>method</c>, with its quotes; empty when there is none.</param>
/// <param name="Tool">The raw token of <c>params.name</c> of a <c>tools/call</c>; empty otherwise.</param>
/// <param name="Cancelled">The raw token of <c>params.requestId</c> of a <c>notifications/cancelled</c>; empty otherwise.</param>
public readonly record struct FrameMessage(FrameKind Kind, Range Id, Range Method, Range Tool, Range Cancelled)
{
    /// <summary>True when somebody waits for an answer to it, or it answers or cancels what somebody waits for.</summary>
    public bool IsTracked => Kind is FrameKind.Request or FrameKind.Response || !Cancelled.Equals(default);
}
