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
}
