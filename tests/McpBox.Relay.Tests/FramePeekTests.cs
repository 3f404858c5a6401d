using System.Text;

namespace McpBox.Relay.Tests;

public sealed class FramePeekTests
{
    private readonly FramePeek _peek = new();

    public static TheoryData<string> SuiteFiles()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "json-test-suite"), "*.json").Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileName(file));
        }

        return data;
    }

    [Fact]
    public void The_JSON_test_suite_is_all_there() => Assert.True(SuiteFiles().Count >= 300, $"{SuiteFiles().Count} files");

    [Theory]
    [MemberData(nameof(SuiteFiles))]
    public void JSON_objects_and_arrays_are_recognised_and_nothing_else_is(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "json-test-suite", file));
        _peek.Read(bytes);
        var start = bytes.AsSpan().IndexOfAnyExcept(" \t\r\n"u8);
        if (file.StartsWith("n_", StringComparison.Ordinal))
        {
            // A frame is judged by its structure; that its strings are valid UTF-8 is only asked before it is embedded in the journal.
            var brokenTextOnly = !Encoding.UTF8.GetString(bytes).EnumerateRunes().All(rune => rune.Value != 0xFFFD);
            Assert.False(brokenTextOnly ? _peek.IsEmbeddable : _peek.IsJson, file);
        }
        else if (file.StartsWith("y_", StringComparison.Ordinal))
        {
            Assert.Equal(start >= 0 && bytes[start] is (byte)'{' or (byte)'[', _peek.IsJson);
        }
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}""", FrameKind.Request, "1", "\"ping\"", "")]
    [InlineData("""{"id":"a","method":"tools/call","params":{"name":"echo","arguments":{"name":"no"}}}""", FrameKind.Request, "\"a\"", "\"tools/call\"", "\"echo\"")]
    [InlineData("""{"params":{"arguments":{"name":"no"},"name":"late"},"method":"tools/call","id":2}""", FrameKind.Request, "2", "\"tools/call\"", "\"late\"")]
    [InlineData("""{"method":"notifications/initialized"}""", FrameKind.Notification, "", "\"notifications/initialized\"", "")]
    [InlineData("""{"id":3,"result":{}}""", FrameKind.Response, "3", "", "")]
    [InlineData("""{"id":3,"error":{"code":1,"message":"m"}}""", FrameKind.Response, "3", "", "")]
    [InlineData("""{"id":null,"error":{}}""", FrameKind.Response, "null", "", "")]
    [InlineData("""{"level":"info"}""", FrameKind.Invalid, "", "", "")]
    [InlineData("""{"\u0069d":4,"m\u0065thod":"tools\/call","params":{"n\u0061me":"x"}}""", FrameKind.Request, "4", "\"tools\\/call\"", "\"x\"")]
    [InlineData("""{"id":1,"id":2,"method":"a","method":"b"}""", FrameKind.Request, "2", "\"b\"", "")]
    [InlineData("""{"method":"tools/call","params":{"name":"a"},"params":{},"id":1}""", FrameKind.Request, "1", "\"tools/call\"", "")]
    [InlineData("""{"id":{"x":1},"method":"a"}""", FrameKind.Notification, "", "\"a\"", "")]
    [InlineData("""{"id":1,"result":{"id":2,"method":"no"}}""", FrameKind.Response, "1", "", "")]
    public void A_message_is_told_by_its_members(string frame, FrameKind kind, string id, string method, string tool)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        _peek.Read(bytes);
        Assert.True(_peek.IsJson);
        Assert.Equal(kind, _peek.Kind);
        Assert.Equal(id, Encoding.UTF8.GetString(bytes[_peek.Only.Id]));
        Assert.Equal(method, Encoding.UTF8.GetString(bytes[_peek.Only.Method]));
        Assert.Equal(tool, Encoding.UTF8.GetString(bytes[_peek.Only.Tool]));
    }

    [Theory]
    [InlineData("""{"method":"notifications/cancelled","params":{"requestId":"a","reason":"r"}}""", "\"a\"")]
    [InlineData("""{"params":{"request\u0049d":7},"method":"notifications/cancelled"}""", "7")]
    [InlineData("""{"method":"notifications/cancelled","params":{"requestId":{"requestId":7}}}""", "")]
    [InlineData("""{"method":"notifications/cancelled","params":{"requestId":7},"params":{}}""", "")]
    [InlineData("""{"method":"notifications/cancelled","params":{"requestId":7},"id":1}""", "")]
    [InlineData("""{"method":"notifications/other","params":{"requestId":7}}""", "")]
    public void A_cancellation_names_its_request(string frame, string cancelled)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        _peek.Read(bytes);
        Assert.Equal(cancelled, Encoding.UTF8.GetString(bytes[_peek.Only.Cancelled]));
    }

    [Fact]
    public void A_batch_lists_every_message()
    {
        _peek.Read("""[{"id":1,"method":"a"},5,[{"id":9,"method":"no"}],{"id":2,"result":0}]"""u8);
        Assert.Equal(FrameKind.Batch, _peek.Kind);
        Assert.Equal([FrameKind.Request, FrameKind.Response], _peek.Messages.Select(message => message.Kind));
    }

    [Fact]
    public void A_batch_of_a_million_messages_costs_no_memory_for_each()
    {
        var one = "{\"id\":1,\"method\":\"m\"},";
        var batch = Encoding.ASCII.GetBytes($"[{string.Concat(Enumerable.Repeat(one, 1_000_000))}{{}}]");
        _peek.Read(batch);
        Assert.Equal((FrameKind.Batch, FramePeek.MaxMessages), (_peek.Kind, _peek.Messages.Count));
    }

    [Fact]
    public void A_cancellation_names_the_request_that_nobody_waits_for_any_more()
    {
        var bytes = """{"method":"notifications/cancelled","params":{"requestId":"r1","reason":"x"}}"""u8.ToArray();
        _peek.Read(bytes);
        Assert.Equal("\"r1\""u8, bytes.AsSpan()[_peek.Only.Cancelled]);
    }

    [Theory]
    [InlineData("Listening on stdio")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("{\"id\":1")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    public void What_is_no_object_or_array_is_no_message(string frame)
    {
        _peek.Read(Encoding.UTF8.GetBytes(frame));
        Assert.False(_peek.IsJson);
        Assert.Empty(_peek.Messages);
    }

    [Fact]
    public void A_byte_order_mark_is_looked_past_but_never_embedded()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF{\"id\":1,\"method\":\"a\"}");
        _peek.Read(bytes);
        Assert.Equal(FrameKind.Request, _peek.Kind);
        Assert.Equal("1"u8, bytes.AsSpan()[_peek.Only.Id]);
        Assert.False(_peek.IsEmbeddable);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'\r', (byte)'}' })]
    public void Invalid_UTF8_and_carriage_returns_are_never_embedded(byte[] frame)
    {
        _peek.Read(frame);
        Assert.True(_peek.IsJson);
        Assert.False(_peek.IsEmbeddable);
    }

    /// <summary>An exception costs microseconds, and a frame has room for millions of such names.</summary>
    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\uD83D\\ude00")]
    [InlineData("i\\uDC00")]
    public void A_name_that_is_no_text_is_passed_over_without_an_exception(string name)
    {
        var (thrown, thread) = (0, Environment.CurrentManagedThreadId);
        void Count(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) =>
            thrown += Environment.CurrentManagedThreadId == thread ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        _peek.Read(Encoding.UTF8.GetBytes($$$"""{"{{{name}}}":0,"id":1,"method":"{{{name}}}","params":{"{{{name}}}":1}}"""));
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.Equal((FrameKind.Request, 0), (_peek.Kind, thrown));
    }

    [Fact]
    public void Deep_nesting_is_relayed_but_never_embedded()
    {
        _peek.Read(Encoding.ASCII.GetBytes($$"""{"id":1,"result":{{new string('[', 300)}}{{new string(']', 300)}}}"""));
        Assert.True(_peek.IsJson);
        Assert.False(_peek.IsEmbeddable);
    }
}
