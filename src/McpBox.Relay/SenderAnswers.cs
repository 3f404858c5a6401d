using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>
/// mcpbox's own answers to the sender of a direction: staged with the frames that they answer, sent once those are recorded. Bounded: a
/// sender that does not read them is not read any more.
/// </summary>
internal sealed class SenderAnswers(RelayContext context, ChannelEnds ends)
{
    /// <summary>Bytes that may wait before no more frames are taken.</summary>
    private const int Backlog = 1 << 20;

    private readonly List<byte[]> _staged = [];
    private int _stagedBytes;

    public bool AreTooMany => ends.Replies.Backlog + _stagedBytes >= Backlog;

    /// <summary>Stages an error for every request of a frame that was looked at.</summary>
    public void Deny(ReadOnlySpan<byte> frame, FramePeek peek, in Verdict verdict, string? detail)
    {
        foreach (var message in peek.Messages)
        {
            if (message.Kind == FrameKind.Request && frame[message.Id].Length <= RequestId.MaxBytes)
            {
                Stage(frame[message.Id], verdict.Code!, verdict.Reason!, detail);
            }
        }
    }

    /// <summary>Stages an error for one request.</summary>
    public void Stage(ReadOnlySpan<byte> id, string code, string reason, string? detail = null)
    {
        var answer = ErrorFrame.Build(id, code, reason, detail);
        if (context.Recorder.StageSynthetic(ends.ReplyDirection, id, code, answer))
        {
            _staged.Add(answer);
            _stagedBytes += answer.Length;
        }
    }

    /// <summary>What was staged is recorded: send it.</summary>
    public void Release()
    {
        if (_staged.Count == 0)
        {
            return;
        }

        foreach (var answer in _staged)
        {
            ends.Replies.Enqueue(answer);
        }

        _staged.Clear();
        _stagedBytes = 0;
        ends.Replies.Write([]);
    }
}
