using System.Runtime.ExceptionServices;

namespace McpBox.Cli.Log.Questions;

/// <summary>Works on many sessions with a few threads, begun in their order.</summary>
internal static class SessionWorkers
{
    // Each reads with a buffer as long as its longest line.
    private const int Most = 4;

    /// <summary>Calls the work with 0, 1, … until all are done or one has thrown; that exception comes out.</summary>
    /// <param name="most">Sessions that are worked on at once at most.</param>
    public static void Run(int count, Action<int> work, int most = Most)
    {
        var next = -1;
        ExceptionDispatchInfo? failure = null;
        void Loop()
        {
            try
            {
                while (failure is null && Interlocked.Increment(ref next) is var index && index < count)
                    work(index);
            }
#pragma warning disable CA1031 // A thread has nobody above it: what it throws is thrown by whoever waits for it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }
        }

        var threads = Enumerable.Range(1, Math.Max(0, Math.Min(Math.Min(Environment.ProcessorCount, most), count) - 1)).Select(_ => new Thread(Loop)).ToList();
        threads.ForEach(static thread => thread.Start());
        Loop();
        threads.ForEach(static thread => thread.Join());
        failure?.Throw();
    }
}
