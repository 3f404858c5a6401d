namespace McpBox.Journal.Reviewing;

/// <summary>Numbers of calls with the same sender, method and tool.</summary>
public sealed class CallNumbers(JournalDirection direction, string method, string? tool)
{
    private readonly long[] _outcomes = new long[5];

    public JournalDirection Direction { get; } = direction;

    public string Method { get; } = method;

    public string? Tool { get; } = tool;

    public long Calls { get; private set; }

    public long RequestBytes { get; private set; }

    public long ResponseBytes { get; private set; }

    /// <summary>Of the calls that have one.</summary>
    public LatencyHistogram Latency { get; } = new();

    public long Count(CallOutcome outcome) => _outcomes[(int)outcome];

    internal void Add(JournalCall call)
    {
        Calls++;
        _outcomes[(int)call.Outcome]++;
        RequestBytes += Math.Max(0, call.RequestBytes);
        ResponseBytes += Math.Max(0, call.ResponseBytes);
        if (call.LatencyMicroseconds >= 0)
            Latency.Add(call.LatencyMicroseconds);
    }

    internal void Add(CallNumbers other)
    {
        Calls += other.Calls;
        for (var i = 0; i < _outcomes.Length; i++)
            _outcomes[i] += other._outcomes[i];
        RequestBytes += other.RequestBytes;
        ResponseBytes += other.ResponseBytes;
        Latency.Add(other.Latency);
    }
}

/// <summary>What a number of sessions comes to.</summary>
public sealed class CallStatistics
{
    /// <summary>Kinds of calls that are told apart; a peer could invent a method for each request. The rest is one row, without a method.</summary>
    public const int MostRows = 1000;

    private const int MostConnections = 65_536;

    private readonly Dictionary<(JournalDirection Direction, string Method, string? Tool), CallNumbers> _rows = [];

    /// <summary>Sessions that were read, of which at least one call is counted where calls are chosen.</summary>
    public long Sessions { get; private set; }

    /// <summary>All calls together.</summary>
    public CallNumbers All { get; } = new(default, "", null);

    public ReviewTotals Totals { get; } = new();

    /// <summary>Hosts that were reached and refused; where calls are chosen by something else than hosts, by those calls.</summary>
    public HostStatistics Hosts { get; } = new();

    /// <summary>Sender, method and tool with their numbers, the most frequent first.</summary>
    public IEnumerable<CallNumbers> Rows => _rows.Values
        .OrderByDescending(static row => row.Calls)
        .ThenBy(static row => row.Method, StringComparer.Ordinal)
        .ThenBy(static row => row.Tool, StringComparer.Ordinal);

    /// <summary>Reads a session.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static CallStatistics Of(string path, CallFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var numbers = new CallStatistics();
        var chosen = (filter.ChoosesCalls && !filter.ChoosesHostsAlone) || filter.Text is not null;
        var connections = new HashSet<long>();
        using var review = SessionReview.Open(path, chosen ? CallParts.Ends : CallParts.None, filter);
        while (review.TryRead(out var call))
        {
            numbers.All.Add(call);
            numbers.Row(call.Direction, call.Method, call.Tool).Add(call);
            if (chosen && call.Downstream is { } downstream)
                numbers.Add(downstream, connections);
        }

        numbers.Totals.Add(review.Totals);
        if (!chosen)
            numbers.Hosts.Add(review.Totals.Hosts);
        var any = numbers.All.Calls > 0 || numbers.Hosts.All is not { Connections: 0, Refusals: 0 };
        numbers.Sessions = filter.LooksInside && !any && (filter.ChoosesCalls || filter.Text is not null || review.Totals.Records == 0) ? 0 : 1;
        return numbers;
    }

    public void Add(CallStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Sessions += other.Sessions;
        All.Add(other.All);
        Totals.Add(other.Totals);
        Hosts.Add(other.Hosts);
        foreach (var row in other._rows.Values)
            Row(row.Direction, row.Method, row.Tool).Add(row);
    }

    /// <param name="known">Numbers of connections that are counted: one can stand at several calls.</param>
    private void Add(CallDownstream downstream, HashSet<long> known)
    {
        foreach (var connection in downstream.Connections)
        {
            if (known.Count < MostConnections && !known.Add(connection.Number))
                continue;
            Hosts.Connect(connection.Host);
            Hosts.End(connection.Host, connection.Sent, connection.Received);
        }

        foreach (var refusal in downstream.Refusals)
            Hosts.Refuse(refusal.Host, refusal.Count);
    }

    private CallNumbers Row(JournalDirection direction, string method, string? tool)
    {
        if (_rows.TryGetValue((direction, method, tool), out var row))
            return row;
        var key = _rows.Count < MostRows ? (direction, method, tool) : (direction, "", null);
        if (!_rows.TryGetValue(key, out row))
            _rows[key] = row = new CallNumbers(key.direction, key.Item2, key.Item3);
        return row;
    }
}
