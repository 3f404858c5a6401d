using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>The two directions, the server's stderr, and the two writing ends between them.</summary>
internal sealed class RelayParts : IDisposable
{
    public RelayParts(RelayContext context, RelayEndpoints endpoints, IServerProcess server)
    {
        (Client, Server) = (new Outlet(endpoints.ClientOutput), new Outlet(server.Input));
        ClientRequests = new PendingRequests(context.Time);
        var serverRequests = new PendingRequests(context.Time);
        FromClient = new FrameChannel(context, new ChannelEnds
        {
            Direction = JournalDirection.ClientToServer,
            Source = endpoints.ClientInput,
            Destination = Server,
            Replies = Client,
            OwnRequests = ClientRequests,
            PeerRequests = serverRequests,
        });
        FromServer = new FrameChannel(context, new ChannelEnds
        {
            Direction = JournalDirection.ServerToClient,
            Source = server.Output,
            Destination = Client,
            Replies = Server,
            OwnRequests = serverRequests,
            PeerRequests = ClientRequests,
        })
        {
            Departure = new Departure(RelayCodes.ClientGone, "the client no longer reads"),
        };
        Stderr = new StderrChannel(context, server.Diagnostics);
    }

    /// <summary>Where the client reads.</summary>
    public Outlet Client { get; }

    /// <summary>Where the server reads.</summary>
    public Outlet Server { get; }

    public FrameChannel FromClient { get; }

    public FrameChannel FromServer { get; }

    public StderrChannel Stderr { get; }

    /// <summary>What the client waits for.</summary>
    public PendingRequests ClientRequests { get; }

    public void Dispose()
    {
        FromClient.Dispose();
        FromServer.Dispose();
    }
}
