namespace McpBox.Journal.Reviewing;

/// <summary>What was done with a host.</summary>
public sealed class HostNumbers(string host)
{
    /// <summary>Empty for all hosts that have no row of their own. Of a refusal: anything.</summary>
    public string Host { get; } = host;

    public long Connections { get; internal set; }

    public long Refusals { get; internal set; }

    /// <summary>Bytes from servers, of connections that have ended.</summary>
    public long Sent { get; internal set; }

    /// <summary>Bytes to servers, likewise.</summary>
    public long Received { get; internal set; }

    internal void Add(HostNumbers other) =>
        (Connections, Refusals, Sent, Received) = (Connections + other.Connections, Refusals + other.Refusals, Sent + other.Sent, Received + other.Received);
}

/// <summary>
/// Hosts with their numbers. A server can invent a name for each refusal, but none that it reaches: names that were only refused have less room, so that
/// they cannot crowd out the others.
/// </summary>
public sealed class HostStatistics
{
    /// <summary>Hosts that are told apart; the rest is one row, without a name.</summary>
    public const int MostReached = 8192;

    /// <summary>The same when they were refused.</summary>
    public const int MostRefused = 1000;

    private readonly Dictionary<string, HostNumbers> _rows = new(StringComparer.Ordinal);

    /// <summary>All hosts together.</summary>
    public HostNumbers All { get; } = new("");

    /// <summary>Most bytes from servers first, then most connections, then most refusals.</summary>
    public IEnumerable<HostNumbers> Rows => _rows.Values
        .OrderByDescending(static row => row.Sent)
        .ThenByDescending(static row => row.Connections)
        .ThenByDescending(static row => row.Refusals)
        .ThenBy(static row => row.Host, StringComparer.Ordinal);

    internal void Connect(string host) => Count(Row(host, MostReached), new HostNumbers("") { Connections = 1 });

    internal void End(string host, long sent, long received) => Count(Row(host, MostReached), new HostNumbers("") { Sent = Math.Max(0, sent), Received = Math.Max(0, received) });

    internal void Refuse(string host, long times) => Count(Row(host, MostRefused), new HostNumbers("") { Refusals = times });

    internal void Add(HostStatistics other)
    {
        foreach (var row in other._rows.Values)
            Count(Row(row.Host, row.Connections > 0 ? MostReached : MostRefused), row);
    }

    private void Count(HostNumbers row, HostNumbers more)
    {
        row.Add(more);
        All.Add(more);
    }

    private HostNumbers Row(string host, int most)
    {
        if (_rows.TryGetValue(host, out var row))
            return row;
        var key = _rows.Count < most ? host : "";
        if (!_rows.TryGetValue(key, out row))
            _rows[key] = row = new HostNumbers(key);
        return row;
    }
}
