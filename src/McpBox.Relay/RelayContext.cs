using System.Text;
using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>What both directions need, and the few things that they do to the session as a whole.</summary>
internal sealed record RelayContext(RelayOptions Options, FrameRecorder Recorder, PolicyChain Policies, Notices Notices, TimeProvider Time)
{
    /// <summary>How many of the requests that fail together are told the detail; it is the same for all, and they may be very many.</summary>
    private const int MostDetailed = 64;

    /// <summary>Answers one pending request with an error, recorded first.</summary>
    /// <param name="pending">The table in which it waits; it is taken out.</param>
    /// <param name="outlet">Who waits.</param>
    /// <param name="direction">The direction towards <paramref name="outlet"/>.</param>
    public void FailRequest(PendingRequests pending, Outlet outlet, JournalDirection direction, ReadOnlySpan<byte> id, Departure why)
    {
        if (id.IsEmpty || pending.Complete(id) < 0)
        {
            return;
        }

        var frame = ErrorFrame.Build(id, why.Code, why.Reason, why.Detail);
        if (Recorder.StageSynthetic(direction, id, why.Code, frame) && Recorder.Commit())
        {
            pending.Settle();
            outlet.Enqueue(frame);
            outlet.Write([]);
        }
    }

    /// <summary>Answers every pending request with an error. Recorded first, unless the journal is what failed.</summary>
    public void FailAll(PendingRequests pending, Outlet outlet, JournalDirection direction, string code, string reason, string? detail)
    {
        var ids = pending.TakeAll();
        for (var i = 0; i < ids.Count; i++)
        {
            var frame = ErrorFrame.Build(ids[i], code, reason, i < MostDetailed ? detail : null);
            _ = Recorder.StageSynthetic(direction, ids[i], code, frame);
            outlet.Enqueue(frame);
        }

        // When the journal cannot take any more, the client is told why it gets no answer; nothing of a peer's is forwarded.
        _ = Recorder.Commit();
        outlet.Write([]);
    }

    /// <summary>Records that bytes were recorded as forwarded, but the peer was gone before it took them.</summary>
    public void Undelivered(JournalDirection direction, int bytes)
    {
        var name = direction == JournalDirection.ClientToServer ? "c2s" : "s2c";
        Recorder.Event("undelivered", Encoding.UTF8.GetBytes($$"""{"dir":"{{name}}","bytes":{{bytes}}}"""));
    }
}
