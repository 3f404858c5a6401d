using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary>Whatever the client writes reaches the server as it is; a recorder inside the sandbox says what did.</summary>
[Trait("engine", "any")]
public sealed class FrameFromClientTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    public static TheoryData<string, byte[]> Lines => new()
    {
        { "CRLF", [.. "{\"jsonrpc\":\"2.0\",\"method\":\"a\"}\r\n"u8] },
        { "BOM", [0xEF, 0xBB, 0xBF, .. "{\"jsonrpc\":\"2.0\",\"method\":\"a\"}\n"u8] },
        { "invalid UTF-8", [.. "{\"jsonrpc\":\"2.0\",\"method\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}\n"u8] },
        { "a batch", [.. "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"method\":\"b\"}]\n"u8] },
        { "white space, key order, escapes, unknown fields", [.. " { \"x\" : 1e2, \"method\":\"\\u0061\" ,\"jsonrpc\":\"2.0\" } \n"u8] },
        { "not JSON", [.. "hello\n"u8] },
        { "NUL and control bytes", [0, 1, 0x1b, 0x7f, (byte)'\n'] },
        { "empty lines", [.. "\n\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"a\"}\n"u8] },
        { "no final line feed", [.. "{\"jsonrpc\":\"2.0\",\"method\":\"a\"}\n{\"jsonrpc\":\"2.0\",\"method\":\"b\"}"u8] },
        { "a key twice", [.. "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"method\":\"b\"}\n"u8] },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Each_line_reaches_the_server_as_it_was_written(string what, byte[] bytes)
    {
        await using var session = _box.RunRecorded("never-answers");
        await session.SendAsync(bytes);
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.Equal(0, await session.ExitCodeAsync());
        Assert.True(bytes.AsSpan().SequenceEqual(_box.Recording("server.in")), what);
        Assert.Equal(bytes, _box.Journal().ForwardedToServer);
        await _box.OutputOfAsync("log", "verify", _box.JournalPath());
    }

    [Fact]
    public async Task A_line_in_pieces_is_one_frame()
    {
        await using var session = _box.RunRecorded("answers");
        foreach (var piece in (string[])["{\"jsonrpc\":", "\"2.0\",\"id\":1,", "\"method\":\"ping\"", "}", "\n"])
            await session.SendAsync(piece);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        await session.ExitCodeAsync();
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"ping"}""", Encoding.UTF8.GetString(Assert.Single(_box.Journal().ClientToServer).Frame));
    }
}
