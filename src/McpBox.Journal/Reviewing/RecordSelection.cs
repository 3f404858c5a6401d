namespace McpBox.Journal.Reviewing;

/// <summary>
/// The lines of a journal that a filter means. What came of a call stands after its request, so this takes a reading of the whole file; it
/// costs a bit of memory a line.
/// </summary>
internal sealed class RecordSelection
{
    private readonly CallFilter _filter;
    private readonly List<ulong>? _lines;

    private RecordSelection(CallFilter filter, List<ulong>? lines) => (_filter, _lines) = (filter, lines);

    public static RecordSelection Of(string path, CallFilter filter)
    {
        if (!filter.ChoosesCalls && filter.Text is null)
            return new RecordSelection(filter, null);
        var lines = new List<ulong>();
        using var review = SessionReview.Open(path, CallParts.None, filter);
        while (review.TryRead(out var call))
        {
            Add(lines, call.RequestLine);
            if (call.ResponseLine >= 0)
                Add(lines, call.ResponseLine);
        }

        return new RecordSelection(filter, lines);
    }

    /// <summary>Whether the line is meant.</summary>
    public bool Takes(in JournalRecord record, long line)
    {
        if (_lines is not null && line / 64 < _lines.Count && (_lines[(int)(line / 64)] & (1UL << (int)(line % 64))) != 0)
            return true;
        if (!_filter.Holds(record.Timestamp))
            return false;
        return !_filter.ChoosesCalls ? _filter.Text is null || (!IsCall(record) && _filter.Text.IsIn(record.BodyBytes())) : _filter.TakesNotification(record) || _filter.TakesDownstream(record);
    }

    /// <summary>Whether a line that is no record is meant: where no calls are asked for, it is, because nobody knows what it was.</summary>
    public bool TakesUnreadable => !_filter.ChoosesCalls && _filter.Text is null;

    private static bool IsCall(in JournalRecord record) => record.Kind.SequenceEqual("request"u8) || record.Kind.SequenceEqual("response"u8) || record.Kind.SequenceEqual("batch"u8);

    private static void Add(List<ulong> lines, long line)
    {
        while (lines.Count <= line / 64)
            lines.Add(0);
        lines[(int)(line / 64)] |= 1UL << (int)(line % 64);
    }
}
