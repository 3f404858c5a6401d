using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>Peers that send more than the other takes: memory stays bounded, and whoever sends too fast waits.</summary>
[Trait("engine", "any")]
public sealed class PressureTests : IDisposable
{
    /// <summary>What may be under way between the two: pipes, buffers, and some slack; far below what is offered.</summary>
    private const long UnderWay = 32 * Limits.Mebibyte;

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_server_that_stops_reading_makes_the_client_wait()
    {
        await using var session = _box.Run("stops-reading");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        var sent = 0L;
        var sending = SendForeverAsync();
        Assert.InRange(await Eventually.StandsStillAsync(() => Interlocked.Read(ref sent)), 1, UnderWay);
        Limits.AssertMemory(session);
        session.Signal(Signals.Terminate);
        Assert.True(await session.ExitCodeAsync() == 128 + Signals.Terminate, session.Stderr);
        await Assert.ThrowsAnyAsync<IOException>(() => sending);

        async Task SendForeverAsync()
        {
            var line = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","method":"{{new string('x', 4000)}}"}""" + "\n");
            while (true)
            {
                await session.SendWithoutLimitAsync(line);
                Interlocked.Add(ref sent, line.Length);
            }
        }
    }

    [Fact]
    public async Task A_client_that_stops_reading_makes_the_server_wait_and_loses_nothing()
    {
        const int Count = 1_000_000;
        await using var session = _box.Run("floods-stdout", $"{Count}");
        await session.RequestAsync(1);
        await Eventually.TrueAsync(() => JournalLength() > 0, "the session does not start");
        var written = await Eventually.StandsStillAsync(JournalLength);
        Assert.InRange(written, 1, UnderWay);
        Limits.AssertMemory(session);
        for (var n = 0; n < Count; n++)
            Assert.EndsWith($"{{\"n\":{n}}}}}\n", Encoding.UTF8.GetString((await session.ReadFrameAsync())!), StringComparison.Ordinal);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        Limits.AssertMemory(session);

        long JournalLength() => Directory.GetFiles(_box.State, "*.jsonl", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
    }

    [Fact]
    public async Task A_flood_on_stderr_disturbs_neither_frames_nor_memory()
    {
        await using var session = _box.Run("floods-stderr", $"{100 * Limits.Mebibyte}");
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        Limits.AssertMemory(session);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task A_hundred_thousand_frames_pipelined_both_ways_arrive_in_order()
    {
        const int Count = 100_000;
        await using var session = _box.Run("echo");
        var all = Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(0, Count).Select(n => $$$"""{"jsonrpc":"2.0","method":"notifications/tick","params":{"n":{{{n}}}}}""" + "\n")));
        var sending = session.SendAsync(all);
        using var received = new MemoryStream();
        for (var n = 0; n < Count; n++)
            received.Write(await session.ReadFrameAsync());
        await sending;
        Limits.AssertMemory(session);
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
        var journal = _box.Journal();
        Assert.True(all.AsSpan().SequenceEqual(received.ToArray()));
        Assert.True(all.AsSpan().SequenceEqual(journal.ForwardedToServer));
        Assert.True(all.AsSpan().SequenceEqual(journal.ForwardedToClient));
        await _box.OutputOfAsync("log", "verify", _box.JournalPath());
    }

    [Fact]
    public async Task A_hundred_thousand_requests_pipelined_are_all_answered()
    {
        const int Count = 100_000;
        await using var session = _box.Run("answers");
        var sending = session.SendAsync(string.Concat(Enumerable.Range(0, Count).Select(id => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""" + "\n")));
        for (var id = 0; id < Count; id++)
            Assert.Equal($$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{}}""" + "\n", await session.ReadTextAsync());
        await sending;
        Limits.AssertMemory(session);
    }
}
