using System.Text;

namespace McpBox.Relay;

/// <summary>Events of other threads on their way into the journal, which belongs to the session's thread.</summary>
internal sealed class PostedEvents(FrameRecorder recorder, PendingRequests requests, Action wake)
{
    /// <summary>Requests in flight that an event names at most.</summary>
    private const int MostCalls = 32;

    private readonly Lock _lock = new();
    private Queue<Posted> _waiting = [];
    private bool _ended;

    /// <summary>See <see cref="RelayLoop.PostAsync"/>.</summary>
    public Task<bool> PostAsync(string kind, byte[] dataJson)
    {
        // Whoever waits goes on elsewhere: the session's thread has frames to relay.
        var posted = new Posted(kind, dataJson, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            if (_ended)
            {
                return Task.FromResult(false);
            }

            _waiting.Enqueue(posted);
        }

        wake();
        return posted.Recorded.Task;
    }

    /// <summary>Records what waits. The session's thread.</summary>
    public void Record()
    {
        foreach (var posted in TakeAll())
        {
            posted.Recorded.SetResult(recorder.Event(posted.Kind, WithCalls(posted.Data)));
        }
    }

    /// <summary>Records nothing from now on; what waits is told so.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }

        foreach (var posted in TakeAll())
        {
            posted.Recorded.SetResult(false);
        }
    }

    private Queue<Posted> TakeAll()
    {
        lock (_lock)
        {
            // Another queue even where nothing waits: whoever reads this one holds no lock.
            (var taken, _waiting) = (_waiting, []);
            return taken;
        }
    }

    private byte[] WithCalls(byte[] data)
    {
        var calls = requests.Oldest(MostCalls);
        return calls.Count == 0 ? data : [.. data.AsSpan()[..^1], .. Encoding.UTF8.GetBytes($",\"calls\":[{string.Join(',', calls)}]}}")];
    }

    private sealed record Posted(string Kind, byte[] Data, TaskCompletionSource<bool> Recorded);
}
