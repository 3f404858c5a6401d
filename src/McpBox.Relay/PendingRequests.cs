using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>
/// Requests of one peer that the other has not answered yet: all that the two directions share. Bounded; what does not fit is relayed and
/// recorded all the same, only without latency and without an error answer at the end.
/// </summary>
public sealed class PendingRequests(TimeProvider time)
{
    /// <summary>Entries kept at most.</summary>
    public const int Capacity = 65_536;

    /// <summary>Bytes kept at most of ids that are not whole numbers.</summary>
    public const int TokenCapacity = 4 << 20;

    private readonly Dictionary<RequestId, Entry> _entries = [];
    private readonly List<KeyValuePair<RequestId, Entry>> _unsettled = [];
    private int _tokenBytes;

    public int Count => _entries.Count;

    /// <summary>Remembers a request.</summary>
    /// <param name="token">Its id's raw JSON token.</param>
    public void Add(ReadOnlySpan<byte> token)
    {
        if (_entries.Count == Capacity || _tokenBytes + token.Length > TokenCapacity || !RequestId.TryRead(token, out var id))
        {
            return;
        }

        // A whole number is printed again when it is needed; any other id is kept as it was written.
        _ = Remove(id, out _);
        _entries[id] = new Entry(time.GetTimestamp(), id.Text is null ? null : token.ToArray());
        _tokenBytes += id.Text is null ? 0 : token.Length;
    }

    /// <summary>Takes a request out because its answer has come.</summary>
    /// <returns>Microseconds since it was added, or -1 when it is not known.</returns>
    public long Complete(ReadOnlySpan<byte> token) =>
        TryTake(token, out var entry) ? (long)time.GetElapsedTime(entry.Added).TotalMicroseconds : -1;

    /// <summary>The raw JSON tokens of requests that wait, the oldest first. Those that are not UTF-8 are left out.</summary>
    public IReadOnlyList<string> Oldest(int most) =>
        [.. _entries.OrderBy(static pair => pair.Value.Added).Select(static pair => pair.Value.Token is { } token ? Text(token) : $"{pair.Key.Number}").OfType<string>().Take(most)];

    /// <summary>The answers that were taken for completed are recorded: nobody waits for those requests any more.</summary>
    public void Settle() => _unsettled.Clear();

    /// <summary>Takes every request out, oldest first; those, too, whose answer came and was never recorded.</summary>
    /// <returns>The raw JSON tokens of their ids.</returns>
    public IReadOnlyList<byte[]> TakeAll()
    {
        var tokens = _unsettled.Concat(_entries)
            .OrderBy(pair => pair.Value.Added)
            .Select(pair => pair.Value.Token ?? System.Text.Encoding.ASCII.GetBytes($"{pair.Key.Number}"))
            .ToList();
        _entries.Clear();
        _unsettled.Clear();
        _tokenBytes = 0;
        return tokens;
    }

    private static string? Text(byte[] token) => System.Text.Unicode.Utf8.IsValid(token) && token.AsSpan().IndexOfAny((byte)'\r', (byte)'\n') < 0 ? System.Text.Encoding.UTF8.GetString(token) : null;

    private bool TryTake(ReadOnlySpan<byte> token, out Entry entry)
    {
        entry = default;
        if (!RequestId.TryRead(token, out var id) || !Remove(id, out entry))
        {
            return false;
        }

        _unsettled.Add(KeyValuePair.Create(id, entry));
        return true;
    }

    private bool Remove(RequestId id, out Entry entry)
    {
        var found = _entries.Remove(id, out entry);
        _tokenBytes -= entry.Token?.Length ?? 0;
        return found;
    }

    private readonly record struct Entry(long Added, byte[]? Token);
}
