namespace McpBox.Journal.Reviewing;

/// <summary>
/// Calls of one sender that wait for their answers, by id; a second request with the id of a waiting one takes its place, as in the relay.
/// Bounded: when there are too many, the older half is given up.
/// </summary>
internal sealed class PendingCalls
{
    /// <summary>Calls that wait at most; the relay remembers as many.</summary>
    public const int Capacity = 65_536;

    private const long WeightLimit = 32L << 20;

    private readonly Dictionary<RequestId, JournalCall> _calls = [];
    private long _weight;

    public IEnumerable<JournalCall> All => _calls.Values.OrderBy(static call => call.RequestLine);

    public IEnumerable<JournalCall> Unordered => _calls.Values;

    public int Count => _calls.Count;

    /// <summary>Remembers a call.</summary>
    /// <param name="ended">Takes what will not be answered because of it.</param>
    /// <returns>How many calls were given up to make room.</returns>
    public int Add(RequestId id, JournalCall call, Action<JournalCall> ended)
    {
        if (TryTake(id, out var replaced))
            ended(replaced);
        var given = _calls.Count >= Capacity || _weight >= WeightLimit ? GiveUpHalf(ended) : 0;
        _calls[id] = call;
        _weight += call.Weight;
        return given;
    }

    public JournalCall? Peek(RequestId id) => _calls.GetValueOrDefault(id);

    public bool TryTake(RequestId id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JournalCall? call)
    {
        if (!_calls.Remove(id, out call))
            return false;
        _weight -= call.Weight;
        return true;
    }

    private int GiveUpHalf(Action<JournalCall> ended)
    {
        var older = _calls.OrderBy(static pair => pair.Value.RequestLine).Take((_calls.Count + 1) / 2).ToList();
        foreach (var (id, call) in older)
        {
            _ = TryTake(id, out _);
            ended(call);
        }

        return older.Count;
    }
}
