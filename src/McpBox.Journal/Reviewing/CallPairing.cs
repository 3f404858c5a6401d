using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace McpBox.Journal.Reviewing;

/// <summary>
/// Makes calls of records: each request waits for the answer with its id in the other direction. Refused requests wait apart, because only
/// mcpbox's own answers are theirs; the relay, too, does not count them among those that the peer has to answer.
/// </summary>
/// <param name="path">Is read ahead where <see cref="CallParts.Ends"/> are asked for; null for a journal that is followed.</param>
internal sealed class CallPairing(SessionFacts facts, CallParts parts, CallFilter filter, string? path = null)
{
    private readonly PendingCalls[] _pending = [new(), new(), new(), new()];
    private readonly Queue<JournalCall> _ended = [];
    private readonly CallFrames _frames = new(parts | filter.Parts, filter.Text);
    private readonly DownstreamPairing _downstream = new(parts.HasFlag(CallParts.Ends) ? path : null, filter);
    private CallClient? _client;

    /// <summary>Of the manifest, once it has been read.</summary>
    public SessionFacts Facts { get; private set; } = facts;

    public ReviewTotals Totals { get; } = new();

    /// <summary>Of the last <c>initialize</c>.</summary>
    public CallClient? Client => _client;

    /// <summary>Requests that were let through and have no answer so far.</summary>
    public int Waiting => _pending[0].Count + _pending[2].Count;

    /// <summary>Calls that have come to their end, in that order.</summary>
    public bool TryTake([NotNullWhen(true)] out JournalCall? call) => _ended.TryDequeue(out call);

    /// <summary>Takes the next record.</summary>
    /// <param name="line">Its place in the file.</param>
    /// <returns>The call that the record begins, answers or cancels; null for any other record, and for a batch.</returns>
    public JournalCall? Add(in JournalRecord record, long line)
    {
        if (filter.Holds(record.Timestamp))
            Totals.Count(record);
        if (record.Direction.SequenceEqual("c2s"u8))
            return AddFrame(record, new Place(JournalDirection.ClientToServer, line));
        if (record.Direction.SequenceEqual("s2c"u8))
            return AddFrame(record, new Place(JournalDirection.ServerToClient, line));
        if (record.IsSeal)
            Totals.IsSealed = true;
        else if (line == 0)
            Facts = Facts.With(record);
        else if (DownstreamEvent.TryRead(record) is { } happened)
            _downstream.Add(happened, filter.Holds(record.Timestamp) ? Totals : null, PendingOf(JournalDirection.ClientToServer, forwarded: true));
        return null;
    }

    /// <summary>The record ends here: who still waits will not be answered.</summary>
    public void End()
    {
        foreach (var call in _pending.SelectMany(static pending => pending.All).OrderBy(static call => call.RequestLine))
            Enqueue(call);
    }

    /// <summary>Those of <see cref="Waiting"/> that were asked first, in that order.</summary>
    public IReadOnlyList<JournalCall> OldestWaiting(int most)
    {
        var oldest = new PriorityQueue<JournalCall, long>();
        foreach (var call in _pending[0].Unordered.Concat(_pending[2].Unordered))
        {
            oldest.Enqueue(call, -call.RequestLine);
            if (oldest.Count > most)
                oldest.Dequeue();
        }

        return [.. oldest.UnorderedItems.Select(static item => item.Element).OrderBy(static call => call.RequestLine)];
    }

    private JournalCall? AddFrame(in JournalRecord record, Place place)
    {
        var denied = record.Verdict.SequenceEqual("deny"u8);
        if (record.Kind.SequenceEqual("request"u8))
            return Begin(record, place, new Message(record.Id, record.Method, record.Tool, record.Bytes), inBatch: default);
        if (record.Kind.SequenceEqual("response"u8))
            return denied ? Mark(record, place, record.Id) : Finish(record, place, record.Id, record.Bytes, inBatch: default);
        if (record.Kind.SequenceEqual("notification"u8))
            return Notify(record, place, record.Method, inBatch: default);
        if (record.Kind.SequenceEqual("batch"u8))
            AddBatch(record, place);
        else if (denied && !record.Id.IsEmpty)
            // A frame above the limit: only its beginning is kept, and what could be found out of it.
            return record.Method.IsEmpty ? Mark(record, place, record.Id) : Begin(record, place, new Message(record.Id, record.Method, record.Tool, record.Bytes), inBatch: default);
        return null;
    }

    private JournalCall Begin(in JournalRecord record, Place place, Message message, ReadOnlySpan<byte> inBatch)
    {
        var verdict = Word(record.Verdict);
        var call = new JournalCall
        {
            Session = Facts,
            Direction = place.Direction,
            RequestSequence = record.Sequence,
            RequestLine = place.Line,
            Id = Encoding.UTF8.GetString(message.Id),
            Method = TokenText.Of(message.Method),
            Tool = message.Tool.IsEmpty ? null : TokenText.Of(message.Tool),
            Client = _client,
            Start = RecordTime.Parse(record.Timestamp),
            Monotonic = record.Monotonic,
            RequestBytes = message.Bytes,
            Verdict = verdict,
            Rule = record.Reason.IsEmpty ? null : Encoding.UTF8.GetString(record.Reason),
            Outcome = verdict == "deny" ? CallOutcome.Denied : CallOutcome.Unanswered,
        };
        _frames.OfRequest(call, record, inBatch, Totals);
        if (call.Method == "initialize" && place.Direction == JournalDirection.ClientToServer)
            _client = call.Client;

        var forwarded = verdict is not ("deny" or "withhold");
        if (RequestId.TryRead(message.Id, out var id))
            Totals.GivenUp += PendingOf(place.Direction, forwarded).Add(id, call, Enqueue);
        else
            Enqueue(call);
        return call;
    }

    private JournalCall? Finish(in JournalRecord record, Place place, ReadOnlySpan<byte> token, long bytes, ReadOnlySpan<byte> inBatch)
    {
        if (!TryTake(record, place, token, out var call))
        {
            Totals.Unasked++;
            return null;
        }

        (call.ResponseSequence, call.ResponseLine, call.ResponseBytes) = (record.Sequence, place.Line, bytes);
        if (call.Verdict == "forward" && !record.Verdict.SequenceEqual("forward"u8))
            SetVerdict(call, record);
        _frames.OfResponse(call, record, inBatch, Totals);
        if (call.Outcome != CallOutcome.Denied)
            call.LatencyMicroseconds = record.LatencyMicroseconds >= 0 ? record.LatencyMicroseconds : Since(call, record);
        Enqueue(call);
        return call;
    }

    /// <summary>An answer that was not let through: the call is denied, and ends with mcpbox's own answer if there comes one.</summary>
    private JournalCall? Mark(in JournalRecord record, Place place, ReadOnlySpan<byte> token)
    {
        if (!RequestId.TryRead(token, out var id) || PendingOf(place.Other, forwarded: true).Peek(id) is not { } call)
        {
            Totals.Unasked++;
            return null;
        }

        SetVerdict(call, record);
        call.Outcome = CallOutcome.Denied;
        return call;
    }

    private JournalCall? Notify(in JournalRecord record, Place place, ReadOnlySpan<byte> method, ReadOnlySpan<byte> inBatch)
    {
        if (TokenText.Of(method) != "notifications/cancelled" || record.Verdict.SequenceEqual("deny"u8))
            return null;
        var body = inBatch.IsEmpty ? record.BodyBytes() : inBatch;
        if (!MessageParts.TryRead(body, out var found) || !RequestId.TryRead(found.RequestId, out var id)
            || !PendingOf(place.Direction, forwarded: true).TryTake(id, out var call))
            return null;
        (call.ResponseSequence, call.ResponseLine) = (record.Sequence, place.Line);
        if (call.Outcome != CallOutcome.Denied)
            call.Outcome = CallOutcome.Cancelled;
        Enqueue(call);
        return call;
    }

    private void AddBatch(in JournalRecord record, Place place)
    {
        var messages = new BatchMessages(record.BodyBytes());
        while (messages.TryNext(out var message))
            AddMessage(record, place, message);
        Totals.LongBatches += messages.AreMore ? 1 : 0;
    }

    private void AddMessage(in JournalRecord record, Place place, ReadOnlySpan<byte> message)
    {
        if (!MessageParts.TryRead(message, out var found))
            return;
        if (!found.Method.IsEmpty && found.Id.IsEmpty)
            _ = Notify(record, place, found.Method, message);
        else if (!found.Method.IsEmpty)
            _ = Begin(record, place, new Message(found.Id, found.Method, TokenText.Of(found.Method) == "tools/call" ? found.Name : default, message.Length), message);
        else if (!found.Result.IsEmpty || !found.Error.IsEmpty)
            _ = record.Verdict.SequenceEqual("deny"u8) ? Mark(record, place, found.Id) : Finish(record, place, found.Id, message.Length, message);
    }

    private bool TryTake(in JournalRecord record, Place place, ReadOnlySpan<byte> token, [NotNullWhen(true)] out JournalCall? call)
    {
        call = null;
        if (!RequestId.TryRead(token, out var id))
            return false;
        if (record.Verdict.SequenceEqual("synthetic"u8) && PendingOf(place.Other, forwarded: false).TryTake(id, out call))
            return true;
        return PendingOf(place.Other, forwarded: true).TryTake(id, out call);
    }

    private PendingCalls PendingOf(JournalDirection sender, bool forwarded) => _pending[(sender == JournalDirection.ClientToServer ? 0 : 2) + (forwarded ? 0 : 1)];

    private void Enqueue(JournalCall call)
    {
        _frames.Release(call);
        _downstream.Release(call);
        _ended.Enqueue(call);
    }

    private static void SetVerdict(JournalCall call, in JournalRecord record)
    {
        call.Verdict = Word(record.Verdict);
        call.Rule = record.Reason.IsEmpty ? null : Encoding.UTF8.GetString(record.Reason);
    }

    // Almost every record has this one.
    private static string Word(ReadOnlySpan<byte> verdict) => verdict.SequenceEqual("forward"u8) ? "forward" : Encoding.UTF8.GetString(verdict);

    private static long Since(JournalCall call, in JournalRecord record) =>
        call.Monotonic >= 0 && record.Monotonic >= call.Monotonic ? (record.Monotonic - call.Monotonic) / 1000 : -1;

    /// <summary>Where a frame stands.</summary>
    private readonly record struct Place(JournalDirection Direction, long Line)
    {
        public JournalDirection Other => Direction == JournalDirection.ClientToServer ? JournalDirection.ServerToClient : JournalDirection.ClientToServer;
    }

    /// <summary>A request's telling tokens.</summary>
    private readonly ref struct Message(ReadOnlySpan<byte> id, ReadOnlySpan<byte> method, ReadOnlySpan<byte> tool, long bytes)
    {
        public ReadOnlySpan<byte> Id { get; } = id;

        public ReadOnlySpan<byte> Method { get; } = method;

        public ReadOnlySpan<byte> Tool { get; } = tool;

        public long Bytes { get; } = bytes;
    }
}
