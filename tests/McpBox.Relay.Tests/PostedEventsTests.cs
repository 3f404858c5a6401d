using McpBox.Journal;

namespace McpBox.Relay.Tests;

/// <summary>Events of other threads in a session's journal.</summary>
public sealed class PostedEventsTests
{
    [Fact]
    public async Task An_event_of_another_thread_is_recorded_with_the_requests_in_flight()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}\n{\"jsonrpc\":\"2.0\",\"id\":\"a\\n\",\"method\":\"ping\"}\n");
        _ = RelayHarness.ReadLine(relay.ServerReads);
        _ = RelayHarness.ReadLine(relay.ServerReads);
        Assert.True(await relay.PostAsync("connect", "{\"n\":1}"));
        Assert.Contains(relay.Journal(), line => line.Contains("\"data\":{\"n\":1,\"calls\":[7,\"a\\n\"]}", StringComparison.Ordinal));
        RelayHarness.Write(relay.ServerWrites, "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n");
        _ = RelayHarness.ReadLine(relay.ClientReads);
        Assert.True(await relay.PostAsync("connect", "{\"n\":2}"));
        Assert.Contains(relay.Journal(), line => line.Contains("\"data\":{\"n\":2,\"calls\":[\"a\\n\"]}", StringComparison.Ordinal));
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task What_is_posted_while_a_session_ends_is_recorded_until_the_last_is_done()
    {
        using var relay = new RelayHarness();
        relay.ServerEnds();
        await relay.Outcome();
        var others = new TaskCompletionSource();
        var finishing = relay.FinishAsync(others.Task);
        Assert.True(await relay.PostAsync("disconnect", "{\"n\":1}"));
        others.SetResult();
        await finishing;
        Assert.False(await relay.PostAsync("disconnect", "{\"n\":2}"));
        Assert.Single(relay.Journal());
    }

    [Fact]
    public async Task A_posted_event_is_no_signal()
    {
        using var relay = new RelayHarness();
        Assert.True(await relay.PostAsync("connect", "{\"n\":1}"));
        RelayHarness.Write(relay.ClientWrites, "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}\n");
        Assert.NotEmpty(RelayHarness.ReadLine(relay.ServerReads));
        Assert.Empty(relay.Orders);
        relay.ServerEnds();
        await relay.Outcome();
    }

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
