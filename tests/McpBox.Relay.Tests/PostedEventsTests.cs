using McpBox.Journal;

namespace McpBox.Relay.Tests;

/// <summary>Events of other threads on their way to the session's.</summary>
public sealed class PostedEventsTests
{
    [Fact]
    public async Task Events_may_come_at_any_moment_and_each_is_recorded_once()
    {
        const int Posters = 4;
        const int Each = 5_000;
        var root = Directory.CreateTempSubdirectory("mcpbox-relay-").FullName;
        try
        {
            using var journal = JournalWriter.Create(root, "test", "0123456789ab", TimeProvider.System);
            var events = new PostedEvents(new FrameRecorder(journal), new PendingRequests(TimeProvider.System), static () => { });
            // Each waits for its own, so that there is often nothing to record when the next one comes.
            var posting = Task.WhenAll(Enumerable.Range(0, Posters).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++)
                    Assert.True(await events.PostAsync("refuse", """{"n":1}"""u8.ToArray()));
            })));
            while (!posting.IsCompleted)
                events.Record();
            await posting;
            var lines = Directory.GetFiles(root, "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines);
            Assert.Equal(Posters * Each, lines.Count(static line => line.Contains("\"refuse\"", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
