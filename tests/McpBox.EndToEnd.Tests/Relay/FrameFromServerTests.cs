using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>Frames that servers really send: forwarded as they are, or withheld when they are none.</summary>
[Trait("engine", "any")]
public sealed class FrameFromServerTests : IDisposable
{
    private const string Answer = """{"jsonrpc":"2.0","id":1,"result":{}}""";

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_frame_without_a_final_line_feed_is_delivered_as_it_is() =>
        Assert.Equal(Encoding.UTF8.GetBytes(Answer), await AnswersToAsync("omits-final-newline", 1));

    [Fact]
    public async Task CRLF_stays_CRLF() => Assert.Equal(Encoding.UTF8.GetBytes(Answer + "\r\n"), await AnswersToAsync("ends-lines-with-crlf", 1));

    [Fact]
    public async Task A_byte_order_mark_stays() => Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Answer + "\n")], await AnswersToAsync("starts-with-bom", 1));

    [Fact]
    public async Task Invalid_UTF_8_stays_as_it_is() =>
        Assert.Equal(
            [.. Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"result":{"text":" """.TrimEnd()), 0xC3, 0x28, 0xFF, 0xFE, .. "\"}}\n"u8],
            await AnswersToAsync("sends-invalid-utf8", 1));

    [Fact]
    public async Task A_batch_stays_one_frame()
    {
        var answers = await AnswersToAsync("answers-in-batches", 2);
        Assert.Equal("""[{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":2,"result":{}}]""" + "\n", Encoding.UTF8.GetString(answers));
        Assert.Equal("batch", Assert.Single(_box.Journal().ServerToClient).Kind);
    }

    [Fact]
    public async Task A_banner_on_stdout_is_withheld_and_hinted_at_once()
    {
        await using var session = _box.Run("prints-banner-first");
        await session.RequestAsync(1);
        Assert.Equal(Answer + "\n", await session.ReadTextAsync());
        Assert.Contains("MB3003", session.Stderr, StringComparison.Ordinal);
        session.CloseInput();
        Assert.Equal(0, await session.ExitCodeAsync());
        var stray = _box.Journal().Stray.ToList();
        Assert.Equal(36, stray.Count);
        Assert.Equal("\u001b[32m* welcome, line 1 *\u001b[0m", stray[0].Text);
        Assert.All(stray, record => Assert.Equal("withhold", record.Verdict));
    }

    [Fact]
    public async Task A_stray_line_between_frames_is_withheld_and_the_frames_go_on()
    {
        await using var session = _box.Run("prints-stray-between-frames");
        for (var id = 1; id <= 3; id++)
        {
            await session.RequestAsync(id);
            Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(id);
        }

        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
        Assert.Equal(["handling a request", "\"just a string\""], _box.Journal().Stray.Select(record => record.Text).Take(2));
    }

    /// <summary>Sends that many requests, reads to the end, and holds the journal against what came.</summary>
    private async Task<byte[]> AnswersToAsync(string stub, int requests)
    {
        await using var session = _box.Run(stub);
        for (var id = 1; id <= requests; id++)
            await session.RequestAsync(id);
        session.CloseInput();
        var output = await session.ReadToEndAsync();
        Assert.Equal(0, await session.ExitCodeAsync());
        Assert.Equal(output, _box.Journal().ForwardedToClient);
        await _box.OutputOfAsync("log", "verify", _box.JournalPath());
        return output;
    }
}
