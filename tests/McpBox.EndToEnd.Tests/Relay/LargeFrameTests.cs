using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>Long lines, up to the limit and above it, in each direction.</summary>
[Trait("engine", "any")]
public sealed class LargeFrameTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(60 << 20)]
    [InlineData(64 << 20)]
    public async Task A_long_answer_is_delivered_whole(int size)
    {
        await using var session = _box.Run("answers-with-bytes", $"{size}");
        await session.RequestAsync(1, "tools/list");
        var line = (await session.ReadFrameAsync())!;
        Assert.Equal(size + 1, line.Length);
        Assert.Equal(line.Length - 1, line.AsSpan().IndexOf((byte)'\n'));
        Limits.AssertMemory(session, size);
        await EndAsync(session);
        Assert.True(line.AsSpan().SequenceEqual(_box.Journal().ForwardedToClient));
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(60 << 20)]
    [InlineData(64 << 20)]
    public async Task A_long_request_is_delivered_whole(int size)
    {
        await using var session = _box.Run("echo");
        var line = Notification(size);
        var sending = session.SendAsync(line);
        var echo = await session.ReadFrameAsync();
        await sending;
        Assert.True(line.AsSpan().SequenceEqual(echo));
        Limits.AssertMemory(session, 2L * size); // One on its way there and the same on its way back.
        await EndAsync(session);
    }

    [Fact]
    public async Task A_long_request_alone_costs_its_own_size()
    {
        const int Size = 60 << 20;
        await using var session = _box.Run("answers");
        await session.SendAsync(Notification(Size));
        await AssertStillServesAsync(session, 2);
        Limits.AssertMemory(session, Size);
        await EndAsync(session);
    }

    [Fact]
    public async Task An_answer_above_the_limit_becomes_an_error_and_the_session_goes_on()
    {
        await using var session = _box.Run("answers-with-bytes", $"{Limits.MaxFrame + 1}");
        await session.RequestAsync(1, "tools/list");
        Reply.Parse(await session.ReadFrameAsync()).AssertRefused(1, "MB3002");
        await AssertStillServesAsync(session, 2);
        Limits.AssertMemory(session, Limits.MaxFrame);
        await EndAsync(session);
        var cut = Assert.Single(_box.Journal().ServerToClient, record => record.Kind == "invalid");
        Assert.Equal("MB3002", cut.Reason);
        Assert.Equal(Limits.MaxFrame + 1, cut.Bytes);
        Assert.NotEqual("forward", cut.Verdict);
    }

    [Fact]
    public async Task A_request_above_the_limit_is_refused_and_the_session_goes_on()
    {
        await using var session = _box.RunRecorded("answers");
        await session.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"text":" """.TrimEnd());
        for (long sent = 0; sent <= Limits.MaxFrame; sent += Limits.Mebibyte)
            await session.SendAsync(new string('x', (int)Limits.Mebibyte));
        await session.SendAsync("\"}}\n");
        Reply.Parse(await session.ReadFrameAsync()).AssertRefused(1, "MB3002");
        await AssertStillServesAsync(session, 2);
        Limits.AssertMemory(session, Limits.MaxFrame);
        await EndAsync(session);
        Assert.Equal("""{"jsonrpc":"2.0","id":2,"method":"small"}""" + "\n", Encoding.UTF8.GetString(_box.Recording("server.in")));
        var cut = Assert.Single(_box.Journal().ClientToServer, record => record.Kind == "invalid");
        Assert.Equal("MB3002", cut.Reason);
        Assert.Equal("deny", cut.Verdict);
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(100_001, true)]
    public async Task The_limit_can_be_set_and_counts_the_frame_without_its_line_feed(int size, bool refused)
    {
        await using var session = _box.RunConfigured("max_frame = 100000", "answers-with-bytes", $"{size}");
        await session.RequestAsync(1);
        Assert.Equal(refused, Reply.Parse(await session.ReadFrameAsync()).Error is not null);
        await AssertStillServesAsync(session, 2);
        await EndAsync(session);
    }

    [Fact]
    public async Task A_gigabyte_without_a_line_feed_does_not_fill_the_memory()
    {
        await using var session = _box.Run("answers");
        var block = new byte[16 << 20];
        block.AsSpan().Fill((byte)'x');
        for (var i = 0; i < 64; i++)
            await session.SendAsync(block);
        await session.SendAsync("\n");
        await AssertStillServesAsync(session, 2);
        Limits.AssertMemory(session, Limits.MaxFrame);
    }

    private static byte[] Notification(int size)
    {
        var line = new byte[size + 1];
        line.AsSpan().Fill((byte)'x');
        "{\"jsonrpc\":\"2.0\",\"method\":\""u8.CopyTo(line);
        "\"}\n"u8.CopyTo(line.AsSpan(size - 2));
        return line;
    }

    private static async Task AssertStillServesAsync(RawSession session, int id)
    {
        await session.RequestAsync(id, "small");
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(id);
    }

    private static async Task EndAsync(RawSession session)
    {
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
    }
}
