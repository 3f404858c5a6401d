namespace McpBox.Journal.Reviewing;

/// <summary>A connection that was made for a server. Numbers that are not known, as long as it has not ended, are -1.</summary>
public sealed class DownstreamConnection
{
    internal DownstreamConnection(DownstreamEvent connect) =>
        (Number, Time, Host, Port, Address, Rule) = (connect.Number, connect.Time, connect.Host, connect.Port, connect.Address, connect.Rule);

    /// <summary>Of the session, from 1; -1 where the record has none.</summary>
    public long Number { get; }

    /// <summary>When it was recorded, which is before it was made; UTC.</summary>
    public DateTimeOffset? Time { get; }

    public string Host { get; }

    public int Port { get; }

    /// <summary>The last one that was tried.</summary>
    public string? Address { get; internal set; }

    /// <summary>The entry of the list that allowed it.</summary>
    public string? Rule { get; }

    /// <summary>What TLS or HTTP named.</summary>
    public string? Named { get; private set; }

    /// <summary>Bytes from the server.</summary>
    public long Sent { get; private set; } = -1;

    /// <summary>Bytes to the server.</summary>
    public long Received { get; private set; } = -1;

    public long DurationMicroseconds { get; private set; } = -1;

    internal void End(DownstreamEvent end) => (Named, Sent, Received, DurationMicroseconds) = (end.Named, end.Sent, end.Received, end.DurationMicroseconds);
}

/// <summary>The same thing refused for the same reason, however often.</summary>
public sealed class DownstreamRefusal
{
    internal DownstreamRefusal(DownstreamEvent refusal) => (Time, Host, Port, Code) = (refusal.Time, refusal.Host, refusal.Port, refusal.Code ?? "");

    /// <summary>When it was recorded first, UTC.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>What the server asked for: anything.</summary>
    public string Host { get; }

    /// <summary>-1 for a name that was asked for.</summary>
    public int Port { get; }

    /// <summary>Of errors.md; empty where the record has none.</summary>
    public string Code { get; }

    public long Count { get; internal set; } = 1;

    internal bool Is(DownstreamEvent refusal) => Port == refusal.Port && Host == refusal.Host && Code == (refusal.Code ?? "");
}

/// <summary>What the server did outside its sandbox, or tried to, while a call was in flight. When several were, it stands at each of them.</summary>
public sealed class CallDownstream
{
    /// <summary>Connections, and refusals, that are kept of a call at most; the rest are numbers.</summary>
    public const int Most = 64;

    private readonly List<DownstreamConnection> _connections = [];
    private readonly List<DownstreamRefusal> _refusals = [];

    public IReadOnlyList<DownstreamConnection> Connections => _connections;

    public IReadOnlyList<DownstreamRefusal> Refusals => _refusals;

    /// <summary>Connections that are not kept.</summary>
    public long MoreConnections { get; private set; }

    /// <summary>Refusals that are not kept.</summary>
    public long MoreRefusals { get; private set; }

    public long ConnectionCount => _connections.Count + MoreConnections;

    public long RefusalCount => _refusals.Sum(static refusal => refusal.Count) + MoreRefusals;

    /// <summary>What it costs to remember it.</summary>
    internal int Kept => _connections.Count + _refusals.Count;

    /// <returns>True when it costs memory.</returns>
    internal bool Add(DownstreamConnection connection, bool room)
    {
        if (_connections.Contains(connection))
            return false;
        if (!room || _connections.Count >= Most)
        {
            MoreConnections++;
            return false;
        }

        _connections.Add(connection);
        return true;
    }

    /// <inheritdoc cref="Add(DownstreamConnection, bool)"/>
    internal bool Add(DownstreamEvent refusal, bool room)
    {
        if (_refusals.Find(known => known.Is(refusal)) is { } again)
        {
            again.Count++;
            return false;
        }

        if (!room || _refusals.Count >= Most)
        {
            MoreRefusals++;
            return false;
        }

        _refusals.Add(new DownstreamRefusal(refusal));
        return true;
    }
}
