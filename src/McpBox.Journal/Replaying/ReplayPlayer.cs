using System.Diagnostics.CodeAnalysis;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Replaying;

/// <summary>
/// Decides what to send when: a frame goes once all answers that had come before it in the record have come again, so that what was
/// pipelined is pipelined; an answer to a request of the server's goes when that request is made. It waits for nothing itself.
/// </summary>
public sealed class ReplayPlayer
{
    private readonly Transcript _recorded;
    private readonly Queue<ClientFrame> _frames;
    private readonly Dictionary<ServerRequest, ClientFrame> _replies;
    private readonly Queue<byte[]> _due = [];
    private readonly Dictionary<RequestId, int> _waiting = [];
    private readonly bool[] _answered;
    private readonly Dictionary<(bool IsRequest, string Method), int> _expected = [];
    private readonly Dictionary<string, int> _requests = new(StringComparer.Ordinal);
    private int _answersInOrder;

    /// <param name="recorded">Read to be sent.</param>
    public ReplayPlayer(Transcript recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        _recorded = recorded;
        _frames = new Queue<ClientFrame>(recorded.Frames.Where(static frame => frame.Answers is null));
        _replies = recorded.Frames.Where(static frame => frame.Answers is not null).ToDictionary(static frame => frame.Answers!.Value);
        _answered = new bool[recorded.ExchangeList.Count];
        foreach (var message in recorded.FromServerList)
            _expected[(message.IsRequest, message.Method)] = _expected.GetValueOrDefault((message.IsRequest, message.Method)) + 1;
    }

    /// <summary>Everything was sent, and every answer of the record has come.</summary>
    public bool IsDone => _frames.Count == 0 && _due.Count == 0 && _answersInOrder == _recorded.AnswerOrder.Count;

    /// <summary>Messages of the server's own that were recorded and have not come yet.</summary>
    public bool AwaitsMessages => _expected.Values.Any(static count => count > 0);

    /// <summary>Frames that were not sent: what they wait for has not come.</summary>
    public int Unsent => _frames.Count;

    /// <summary>Answers that have come so far, in their recorded order: while it grows, the replay moves.</summary>
    public int Progress => _answersInOrder;

    /// <summary>The request whose answer is waited for; null when none is.</summary>
    public Exchange? Awaited => _answersInOrder < _recorded.AnswerOrder.Count ? _recorded.ExchangeList[_recorded.AnswerOrder[_answersInOrder]] : null;

    /// <summary>The next frame that may go now, with its line ending.</summary>
    public bool TryNext([NotNullWhen(true)] out byte[]? wire)
    {
        if (_due.TryDequeue(out wire))
            return true;
        if (!_frames.TryPeek(out var frame) || frame.AnswersBefore > _answersInOrder)
            return false;
        _frames.Dequeue();
        foreach (var at in frame.Requests)
            _waiting[_recorded.ExchangeList[at].Key.Id] = at;
        wire = frame.Wire;
        return true;
    }

    /// <summary>Takes a frame that came.</summary>
    /// <param name="frame">Without its line ending; anything.</param>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        if (!frame.TrimStart(" \t\uFEFF"u8).StartsWith("["u8))
        {
            Take(frame);
            return;
        }

        var messages = new BatchMessages(frame);
        while (messages.TryNext(out var message))
            Take(message);
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        if (!MessageParts.TryRead(frame, out var message))
            return;
        if (!message.Method.IsEmpty)
        {
            TakeOwn(message);
        }
        else if (RequestId.TryRead(message.Id, out var id) && _waiting.Remove(id, out var at))
        {
            _answered[at] = true;
            while (_answersInOrder < _recorded.AnswerOrder.Count && _answered[_recorded.AnswerOrder[_answersInOrder]])
                _answersInOrder++;
        }
    }

    private void TakeOwn(MessageParts message)
    {
        var method = TokenText.Of(message.Method);
        var kind = (!message.Id.IsEmpty, method);

        // What the record does not have is not remembered either: a server can make up methods without end.
        if (!_expected.TryGetValue(kind, out var expected))
            return;
        _expected[kind] = Math.Max(0, expected - 1);
        if (message.Id.IsEmpty || !RequestId.TryRead(message.Id, out _))
            return;
        var number = _requests.GetValueOrDefault(method);
        _requests[method] = number + 1;
        if (_replies.Remove(new ServerRequest(method, number), out var reply))
            _due.Enqueue([.. reply.Wire.AsSpan()[..reply.Id.Start.Value], .. message.Id, .. reply.Wire.AsSpan()[reply.Id.End.Value..]]);
    }
}
