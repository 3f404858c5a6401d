using System.Text;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Replaying;

/// <summary>Reads a journal once, from its first record to its last.</summary>
internal sealed class TranscriptReader
{
    private const int LongestManifest = 4 << 20;

    private readonly bool _toSend;
    private readonly Transcript _transcript = new();
    private readonly Dictionary<RequestId, int> _uses = [];
    private readonly Dictionary<RequestId, int> _waiting = [];
    private readonly Dictionary<RequestId, ServerRequest> _serverWaiting = [];
    private readonly Dictionary<string, int> _serverRequests = new(StringComparer.Ordinal);
    private long _bytes;
    private int _messages;

    private TranscriptReader(bool toSend) => _toSend = toSend;

    public static Transcript Read(string path, bool toSend)
    {
        var reader = new TranscriptReader(toSend);
        using var journal = JournalReader.Open(path);
        reader._transcript.Facts = SessionFacts.OfName(path);
        while (!reader._transcript.IsCut && journal.TryReadLine(out var line))
        {
            if (JournalRecord.TryParse(line, out var record))
                reader.Add(record);
        }

        return reader._transcript;
    }

    private void Add(in JournalRecord record)
    {
        if (record.Direction.SequenceEqual("event"u8))
            AddEvent(record);
        else if (record.Direction.SequenceEqual("c2s"u8) && !record.Verdict.SequenceEqual("synthetic"u8))
            AddFromClient(record);
        else if (record.Direction.SequenceEqual("s2c"u8) && (record.Verdict.SequenceEqual("forward"u8) || record.Verdict.SequenceEqual("synthetic"u8)))
            AddFromServer(record);
    }

    private void AddEvent(in JournalRecord record)
    {
        if (record.Body.Length > LongestManifest)
            return;
        if (record.Sequence == 0 && record.Kind.SequenceEqual("manifest"u8))
        {
            _transcript.Manifest = record.Body.ToArray();
            _transcript.Facts = _transcript.Facts.With(record);
            _transcript.Start = RecordTime.Parse(record.Timestamp) ?? default;
        }
        else if (record.Kind.SequenceEqual("exit"u8))
        {
            _transcript.Exit = record.Body.ToArray();
        }
    }

    private void AddFromClient(in JournalRecord record)
    {
        var body = record.BodyBytes();
        if (_toSend)
            RefuseWhatIsNotThere(record, body);
        if (!Fits(body.Length))
            return;
        _transcript.RedactedFrames += record.Redacted > 0 ? 1 : 0;
        var frame = new ClientFrame(record.Sequence, _toSend ? [.. body, .. End(record)] : [], _transcript.AnswerOrder.Count);
        if (record.Kind.SequenceEqual("batch"u8))
            frame = frame with { Requests = Batch(record, body) };
        else if (MessageParts.TryRead(body, out var message))
            frame = Single(frame, record, body, message);
        _transcript.Frames.Add(frame);
    }

    private ClientFrame Single(ClientFrame frame, in JournalRecord record, ReadOnlySpan<byte> body, MessageParts message)
    {
        if (!message.Method.IsEmpty)
            return frame with { Requests = Begin(record, message) };
        if (RequestId.TryRead(message.Id, out var id) && _serverWaiting.Remove(id, out var asked) && body.Overlaps(message.Id, out var at))
            return frame with { Answers = asked, Id = at..(at + message.Id.Length) };
        return frame;
    }

    private List<int> Batch(in JournalRecord record, ReadOnlySpan<byte> body)
    {
        var requests = new List<int>();
        var messages = new BatchMessages(body);
        while (messages.TryNext(out var one))
        {
            if (MessageParts.TryRead(one, out var message) && !message.Method.IsEmpty && Fits(one.Length))
                requests.AddRange(Begin(record, message));
        }

        return requests;
    }

    /// <summary>A request begins an exchange, if its answer can be told from others.</summary>
    private int[] Begin(in JournalRecord record, MessageParts message)
    {
        var method = TokenText.Of(message.Method);
        if (!RequestId.TryRead(message.Id, out var id))
        {
            if (method == "notifications/cancelled" && RequestId.TryRead(message.RequestId, out var cancelled) && _waiting.TryGetValue(cancelled, out var at))
                _transcript.ExchangeList[at].IsCancelled = true;
            return [];
        }

        var number = _uses.GetValueOrDefault(id);
        _uses[id] = number + 1;
        _waiting[id] = _transcript.ExchangeList.Count;
        var tool = method == "tools/call" && !message.Name.IsEmpty ? TokenText.Of(message.Name) : null;
        _transcript.ExchangeList.Add(new Exchange(Encoding.UTF8.GetString(message.Id), (id, number), method, tool, record.Sequence));
        return [_transcript.ExchangeList.Count - 1];
    }

    private void AddFromServer(in JournalRecord record)
    {
        var body = record.BodyBytes();
        if (!Fits(body.Length))
            return;
        if (!record.Kind.SequenceEqual("batch"u8))
        {
            AddMessage(record, body);
            return;
        }

        var messages = new BatchMessages(body);
        while (messages.TryNext(out var one) && Fits(0))
            AddMessage(record, one);
    }

    private void AddMessage(in JournalRecord record, ReadOnlySpan<byte> body)
    {
        if (!MessageParts.TryRead(body, out var message))
            return;
        var hasId = RequestId.TryRead(message.Id, out var id);
        if (!message.Method.IsEmpty)
        {
            var method = TokenText.Of(message.Method);
            _transcript.FromServerList.Add(new ServerMessage(!message.Id.IsEmpty, method, record.Sequence, body.ToArray()));
            if (!hasId)
                return;
            var number = _serverRequests.GetValueOrDefault(method);
            _serverRequests[method] = number + 1;
            _serverWaiting[id] = new ServerRequest(method, number);
        }
        else if (hasId && _waiting.Remove(id, out var at))
        {
            var exchange = _transcript.ExchangeList[at];
            (exchange.Answer, exchange.AnswerSequence, exchange.LatencyMicroseconds) = (body.ToArray(), record.Sequence, record.LatencyMicroseconds);

            // Whether a request that was taken back is answered is a matter of chance: nothing waits for it.
            if (!exchange.IsCancelled)
                _transcript.AnswerOrder.Add(at);
        }
    }

    private static void RefuseWhatIsNotThere(in JournalRecord record, ReadOnlySpan<byte> body)
    {
        if (!record.Form.IsEmpty)
        {
            throw new JournalException(
                "MB4703", $"record {record.Sequence} holds {(record.Form.SequenceEqual("shape"u8) ? "only the shape" : "nothing")} of the frame that the client sent",
                "only sessions whose profile keeps bodies (`bodies = \"full\"` or `\"redacted\"` under [journal]) can be replayed");
        }

        if (record.Redacted <= 0 && record.Bytes > body.Length)
        {
            throw new JournalException(
                "MB4703", $"record {record.Sequence} holds only {body.Length} of the {record.Bytes} bytes that the client sent",
                "a frame above the size limit is recorded by its beginning, and a session with one cannot be replayed");
        }
    }

    private static ReadOnlySpan<byte> End(in JournalRecord record) =>
        record.LineEnd.SequenceEqual("crlf"u8) ? "\r\n"u8 : record.LineEnd.SequenceEqual("none"u8) ? [] : "\n"u8;

    private bool Fits(int bytes)
    {
        _bytes += bytes;
        _messages++;
        _transcript.IsCut = _transcript.IsCut || _bytes > Transcript.MostBytes || _messages > Transcript.MostMessages;
        return !_transcript.IsCut;
    }
}
