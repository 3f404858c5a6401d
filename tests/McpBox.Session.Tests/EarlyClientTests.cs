using System.Text;
using McpBox.Journal;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;

namespace McpBox.Session.Tests;

public sealed class EarlyClientTests : IDisposable
{
    private const string Initialize = "{ \"jsonrpc\":\"2.0\", \"id\":0,\"method\":\"initialize\"}\r\n";
    private const string Partial = "{\"jsonrpc\":\"2.0\",\"id\":9,\"met";
    private readonly Pipe _input = Pipe.Open();
    private readonly Pipe _output = Pipe.Open();
    private readonly EarlyClient _client;

    public EarlyClientTests() =>
        _client = new EarlyClient((int)_input.Reader.DangerousGetHandle(), (int)_output.Writer.DangerousGetHandle());

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Pings_are_answered_while_the_work_goes_on_and_everything_else_is_kept_verbatim()
    {
        _client.During(_ =>
        {
            Write(Initialize + Ping("1") + "not json\n" + Ping("\"a\\u0031\"") + Partial);
            Assert.Equal("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n{\"jsonrpc\":\"2.0\",\"id\":\"a\\u0031\",\"result\":{}}\n", Read(2));
        });
        Assert.Equal(Initialize + "not json\n" + Partial, Kept());
        Assert.Equal([Ping("1").TrimEnd('\n'), Ping("\"a\\u0031\"").TrimEnd('\n')], _client.Held.Answered.Select(answer => Encoding.UTF8.GetString(answer.Frame.Span)));
        Assert.All(_client.Held.Answered, answer => Assert.Equal(FrameEnd.Lf, answer.End));
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}\n")]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"method\":\"ping\"}}\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"method\":\"ping\"}}\n")]
    public void What_is_no_single_ping_request_is_the_servers(string frame)
    {
        _client.During(_ =>
        {
            Write(frame + Ping("1"));
            Read(1);
        });
        Assert.Equal(frame, Kept());
    }

    [Fact]
    public void A_client_that_goes_away_ends_the_work()
    {
        _input.Writer.Dispose();
        Assert.Throws<OperationCanceledException>(() => _client.During(token =>
        {
            token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            token.ThrowIfCancellationRequested();
        }));
    }

    [Fact]
    public void What_the_work_throws_is_thrown_and_what_was_read_is_still_there()
    {
        Assert.Throws<InvalidDataException>(() => _client.During(_ =>
        {
            Write(Initialize + Ping("1"));
            Read(1);
            throw new InvalidDataException();
        }));
        Assert.Equal(Initialize, Kept());
    }

    [Fact]
    public void A_flood_of_pings_fills_neither_memory_nor_the_pipe_of_a_client_that_does_not_read()
    {
        _client.During(_ =>
        {
            Write(string.Concat(Enumerable.Repeat(Ping("1"), 500)) + Partial);
            Read(256);
        });
        Assert.Equal(256, _client.Held.Answered.Length);
    }

    [Fact]
    public void A_ping_of_many_bytes_is_the_servers()
    {
        var padded = $$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"a":"{{new string('a', 4096)}}"} } }""" + "\n";
        _client.During(_ =>
        {
            Write(padded + Ping("2"));
            Assert.Contains("\"id\":2", Read(1), StringComparison.Ordinal);
        });
        Assert.Equal(padded, Kept());
    }

    [Fact]
    public void A_client_that_goes_away_when_nothing_more_is_read_ends_the_work()
    {
        Assert.Throws<OperationCanceledException>(() => _client.During(token =>
        {
            // Blocks until all but the last pipe's worth was read, which is never read.
            for (var written = 0; written < (1 << 20) + 4096; written += 4096)
                Write(new string('x', 4096));
            _input.Writer.Dispose();
            Assert.True(token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
            token.ThrowIfCancellationRequested();
        }));
    }

    [Fact]
    public void Nothing_is_held_before_there_is_something_to_wait_for() => Assert.True(_client.Held.Kept.IsEmpty);

    private string Kept() => Encoding.UTF8.GetString(_client.Held.Kept.Span);

    private static string Ping(string id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""" + "\n";

    private void Write(string text) => Assert.Equal(text.Length, Descriptor.Write((int)_input.Writer.DangerousGetHandle(), Encoding.UTF8.GetBytes(text)).Count);

    private string Read(int lines)
    {
        var text = new StringBuilder();
        Span<byte> some = stackalloc byte[4096];
        while (text.ToString().Count(c => c == '\n') < lines)
            text.Append(Encoding.UTF8.GetString(some[..Descriptor.Read((int)_output.Reader.DangerousGetHandle(), some).Count]));
        return text.ToString();
    }
}
