using System.Text;

namespace McpBox.Journal.Reviewing;

/// <summary>
/// Gives connections and refusals to the calls that their records name, and ends to connections. Bounded: 64 of each a call, 65,536 of all that waits;
/// what is beyond is counted.
/// </summary>
/// <param name="path">Is read ahead for the ends of connections that outlive their calls; null not to.</param>
internal sealed class DownstreamPairing(string? path, CallFilter filter)
{
    private const int Most = 65_536;

    private readonly Dictionary<long, DownstreamConnection> _open = [];
    private Dictionary<long, DownstreamEvent>? _ends;
    private int _kept;

    /// <summary>Takes an event.</summary>
    /// <param name="totals">Where it counts; null for nowhere.</param>
    /// <param name="waiting">The client's requests that wait for their answers.</param>
    public void Add(DownstreamEvent happened, ReviewTotals? totals, PendingCalls waiting)
    {
        if (filter.Hosts.Length > 0 && !filter.TakesHost(happened.Host))
            totals = null;
        switch (happened.Kind)
        {
            case DownstreamKind.Connect:
                Connect(happened, totals, waiting);
                break;
            case DownstreamKind.Disconnect:
                if (_open.Remove(happened.Number, out var connection))
                    connection.End(happened);
                totals?.Hosts.End(happened.Host, happened.Sent, happened.Received);
                break;
            default:
                // The connection that it may have a number of was not made, or has its end already.
                _ = _open.Remove(happened.Number);
                totals?.Hosts.Refuse(happened.Host, 1);
                foreach (var call in CallsOf(happened, waiting))
                    _kept += Of(call, happened.Host).Add(happened, _kept < Most) ? 1 : 0;
                break;
        }
    }

    /// <summary>The call waits no longer.</summary>
    public void Release(JournalCall call) => _kept -= call.Downstream?.Kept ?? 0;

    private void Connect(DownstreamEvent connect, ReviewTotals? totals, PendingCalls waiting)
    {
        if (_open.TryGetValue(connect.Number, out var connection))
        {
            // The address before did not answer; it is one connection all the same.
            connection.Address = connect.Address;
        }
        else
        {
            connection = new DownstreamConnection(connect);
            if (_open.Count < Most && connect.Number >= 0)
                _open[connect.Number] = connection;
            if (path is not null && (_ends ??= EndsOf(path)).TryGetValue(connect.Number, out var end))
                connection.End(end);
            totals?.Hosts.Connect(connect.Host);
        }

        foreach (var call in CallsOf(connect, waiting))
            _kept += Of(call, connect.Host).Add(connection, _kept < Most) ? 1 : 0;
    }

    private static IEnumerable<JournalCall> CallsOf(DownstreamEvent happened, PendingCalls waiting)
    {
        foreach (var token in happened.Calls)
        {
            if (RequestId.TryRead(Encoding.UTF8.GetBytes(token), out var id) && waiting.Peek(id) is { } call)
                yield return call;
        }
    }

    // Beyond the bounds a host is found all the same: nobody is to hide one behind many.
    private CallDownstream Of(JournalCall call, string host)
    {
        call.HoldsHost |= filter.TakesHost(host);
        return call.Downstream ??= new CallDownstream();
    }

    private static Dictionary<long, DownstreamEvent> EndsOf(string path)
    {
        var ends = new Dictionary<long, DownstreamEvent>();
        using var reader = JournalReader.Open(path);
        while (ends.Count < Most && reader.TryReadLine(out var line))
        {
            if (JournalRecord.TryParse(line, out var record) && record.Kind.SequenceEqual("disconnect"u8) && DownstreamEvent.TryRead(record) is { Number: >= 0 } end)
                ends[end.Number] = end;
        }

        return ends;
    }
}
