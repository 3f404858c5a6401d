using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>Why a destination takes nothing any more, as its sender is told.</summary>
/// <param name="Detail">More for people: the last lines of the server's stderr.</param>
internal sealed record Departure(string Code, string Reason, string? Detail = null);

/// <summary>Where a direction begins and ends.</summary>
internal sealed record ChannelEnds
{
    public required JournalDirection Direction { get; init; }

    /// <summary>Descriptor that is read.</summary>
    public required int Source { get; init; }

    /// <summary>Where frames go.</summary>
    public required Outlet Destination { get; init; }

    /// <summary>Where answers of mcpbox's own to the sender go: the other direction's destination.</summary>
    public required Outlet Replies { get; init; }

    /// <summary>Requests that the sender of this direction has made.</summary>
    public required PendingRequests OwnRequests { get; init; }

    /// <summary>Requests that the sender of this direction has to answer.</summary>
    public required PendingRequests PeerRequests { get; init; }

    public JournalDirection ReplyDirection => Direction == JournalDirection.ClientToServer
        ? JournalDirection.ServerToClient
        : JournalDirection.ClientToServer;

    /// <summary>Keeps the table id → pending request: requests of this direction go in, responses take those of the other one out.</summary>
    public long Track(FramePeek peek, ReadOnlySpan<byte> frame)
    {
        var latency = -1L;
        var messages = peek.Messages;
        for (var i = 0; i < messages.Count; i++)
        {
            switch (messages[i].Kind)
            {
                case FrameKind.Request:
                    OwnRequests.Add(frame[messages[i].Id]);
                    break;
                case FrameKind.Response:
                    latency = PeerRequests.Complete(frame[messages[i].Id]);
                    break;
                case FrameKind.Notification:
                    // Whoever cancels a request waits for no answer any more, and must not get one:
                    // https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/cancellation
                    _ = OwnRequests.Complete(frame[messages[i].Cancelled]);
                    break;
                default:
                    break;
            }
        }

        return peek.Kind == FrameKind.Batch ? -1 : latency;
    }
}
