using System.Text.Unicode;
using McpBox.Journal;
using McpBox.Journal.Indexing;

namespace McpBox.Relay;

/// <summary>Puts frames and mcpbox's own words into the journal, and remembers the first failure: after it the session ends closed.</summary>
public sealed class FrameRecorder(JournalWriter journal)
{
    /// <summary>Why nothing may be forwarded any more; null while all is well.</summary>
    public JournalException? Failure { get; private set; }

    /// <summary>Stages one entry. False once the journal has failed.</summary>
    public bool Stage(in JournalEntry entry)
    {
        if (Failure is not null)
        {
            return false;
        }

        try
        {
            journal.Stage(in entry);
            return true;
        }
        catch (JournalException exception)
        {
            Failure = exception;
            return false;
        }
    }

    /// <summary>Stages a frame with what was found in it.</summary>
    internal bool Stage(JournalDirection direction, ReadOnlySpan<byte> frame, FrameEnd end, FramePeek peek, in Verdict verdict, long latency)
    {
        var message = peek.Only;
        var stray = direction == JournalDirection.ServerToClient && !peek.IsJson;
        return Stage(new JournalEntry
        {
            Direction = stray ? JournalDirection.Stray : direction,
            Kind = stray ? JournalKind.Text : ToJournal(peek.Kind),
            Verdict = verdict.Action,
            Reason = verdict.Code,
            Frame = frame,
            End = end,
            Embeddable = peek.IsEmbeddable,
            Id = Printable(frame[message.Id]),
            Method = Printable(frame[message.Method]),
            Tool = Printable(frame[message.Tool]),
            LatencyMicroseconds = latency,
            WireBytes = frame.Length,
        });
    }

    /// <summary>Stages a response of mcpbox's own.</summary>
    /// <param name="frame">One line with its line feed, as <see cref="ErrorFrame"/> builds it.</param>
    internal bool StageSynthetic(JournalDirection direction, ReadOnlySpan<byte> id, string code, ReadOnlySpan<byte> frame) =>
        Stage(new JournalEntry
        {
            Direction = direction,
            Kind = JournalKind.Response,
            Verdict = JournalVerdict.Synthetic,
            Reason = code,
            Frame = frame[..^1],
            Embeddable = Utf8.IsValid(frame),
            Id = Printable(id),
            LatencyMicroseconds = -1,
            WireBytes = frame.Length - 1,
        });

    /// <summary>Records what mcpbox answered before there was a journal, each with its answer. Failing is remembered, not thrown.</summary>
    public bool Early(EarlyInput early)
    {
        ArgumentNullException.ThrowIfNull(early);
        var peek = new FramePeek();
        foreach (var answer in early.Answered)
        {
            var frame = answer.Frame.Span;
            peek.Read(frame);
            var verdict = Verdict.Withhold(RelayCodes.AnsweredEarly, "answered by mcpbox while the server's package was built");
            if (!Stage(JournalDirection.ClientToServer, frame, answer.End, peek, verdict, latency: -1)
                || !StageSynthetic(JournalDirection.ServerToClient, frame[peek.Only.Id], RelayCodes.AnsweredEarly, answer.Answer.Span))
            {
                return false;
            }
        }

        return Commit();
    }

    /// <summary>Records an event at once. Failing is remembered, not thrown.</summary>
    public bool Event(string kind, ReadOnlySpan<byte> dataJson)
    {
        if (Failure is not null)
        {
            return false;
        }

        try
        {
            journal.StageEvent(kind, dataJson);
            journal.Commit();
            return true;
        }
        catch (JournalException exception)
        {
            Failure = exception;
            return false;
        }
    }

    /// <summary>Enters the session into the index of all; nothing may be forwarded before. Failing is remembered, not thrown.</summary>
    public bool Enter(SessionIndex index) => Failure is null && Try(journal => journal.Enter(index));

    /// <summary>Until <see cref="Checkpoint"/> has something to do; null while everything is signed.</summary>
    internal TimeSpan? UntilCheckpoint => Failure is null ? journal.UntilCheckpoint : null;

    /// <summary>Signs what an idle session has recorded, when its time has come.</summary>
    internal bool Checkpoint() => Failure is null && Try(static journal => journal.Checkpoint());

    /// <summary>Hands all staged entries to the kernel. True: they may be forwarded now.</summary>
    public bool Commit() => Failure is null && Try(static journal => journal.Commit());

    /// <summary>Ends the journal, unless it has failed.</summary>
    public bool Seal() => Failure is null && Try(static journal => journal.Seal());

    private bool Try(Action<JournalWriter> action)
    {
        try
        {
            action(journal);
            return true;
        }
        catch (JournalException exception)
        {
            Failure = exception;
            return false;
        }
    }

    // A token with broken UTF-8 stays inside the frame's base64; the record's own line is always valid UTF-8.
    private static ReadOnlySpan<byte> Printable(ReadOnlySpan<byte> token) => Utf8.IsValid(token) ? token : default;

    private static JournalKind ToJournal(FrameKind kind) => kind switch
    {
        FrameKind.Request => JournalKind.Request,
        FrameKind.Response => JournalKind.Response,
        FrameKind.Notification => JournalKind.Notification,
        FrameKind.Batch => JournalKind.Batch,
        _ => JournalKind.Invalid,
    };
}
