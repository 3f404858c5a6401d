using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;

namespace McpBox.Init.Tests;

public sealed class InitCodecTests
{
    private static readonly InitOrder Order = new()
    {
        Command = ["node", "/srv/ä.js", "a\"b\n", ""],
        Environment = Map(("PATH", "/usr/bin:/bin"), ("TOKEN", "<&>\u2028")),
        WorkingDirectory = "/home/mcp",
        HostPaths = ["/root"],
        WritablePaths = ["/tmp", "/home/mcp"],
        Listeners = [new("127.0.0.1", 443), new("0.0.0.0", 5432), new("127.83.0.53", 53, ListenerKind.Udp)],
    };

    [Fact]
    public void An_order_arrives_as_it_was_given()
    {
        var read = InitCodec.ReadOrder(Written(stream => InitCodec.Write(stream, Order)));
        Assert.Equal(Order.Command, read.Command);
        Assert.Equal(Order.Environment, read.Environment);
        Assert.Equal(Order.WorkingDirectory, read.WorkingDirectory);
        Assert.Equal(Order.HostPaths, read.HostPaths);
        Assert.Equal(Order.WritablePaths, read.WritablePaths);
        Assert.Equal(Order.Listeners, read.Listeners);
    }

    [Fact]
    public void A_report_arrives_as_it_was_given()
    {
        var observations = Map(("network.interfaces", "lo"), ("pids", "1"));
        Assert.Equal(observations, InitCodec.ReadReport(Written(stream => InitCodec.Write(stream, new InitReport(observations)))).Observations);
    }

    public static TheoryData<InitEvent> Events =>
    [
        new InitEvent.Started(), new InitEvent.Failed(2, "there is no such file"), new InitEvent.Exited(0, null, null),
        new InitEvent.Exited(null, 9, true), new InitEvent.Exited(3, null, false),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_arrives_as_it_was_given(InitEvent happened) =>
        Assert.Equal(happened, InitCodec.ReadEvent(Written(stream => InitCodec.Write(stream, happened))));

    [Fact]
    public void Not_a_byte_behind_a_message_is_taken()
    {
        var stream = Written(written =>
        {
            InitCodec.Write(written, Order);
            written.Write("gthe server's own"u8);
        });
        _ = InitCodec.ReadOrder(stream);
        using var rest = new StreamReader(stream);
        Assert.Equal("gthe server's own", rest.ReadToEnd());
    }

    [Fact]
    public void The_end_in_place_of_an_event_is_no_event_and_in_place_of_a_report_an_error()
    {
        Assert.Null(InitCodec.ReadEvent(new MemoryStream()));
        Assert.Throws<InitProtocolException>(() => InitCodec.ReadReport(new MemoryStream()));
        Assert.Throws<InitProtocolException>(() => InitCodec.ReadOrder(new MemoryStream()));
    }

    [Fact]
    public void A_message_cut_anywhere_is_an_error()
    {
        var whole = Written(stream => InitCodec.Write(stream, Order)).ToArray();
        for (var length = 1; length < whole.Length; length++)
            Assert.Throws<InitProtocolException>(() => InitCodec.ReadOrder(new MemoryStream(whole[..length])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"observations":{}} {}""")]
    [InlineData("""{"observations":{"a":1}}""")]
    [InlineData("""{"observations":{"a":"1","a":"2"}}""")]
    [InlineData("""{"observations":{},"observations":{}}""")]
    [InlineData("""{"observations":{},"more":{}}""")]
    [InlineData("""{"observations":[]}""")]
    [InlineData("{\"observations\":{\"a\":\"\xff\"}}")]
    public void What_is_no_report_is_refused(string json) =>
        Assert.Throws<InitProtocolException>(() => InitCodec.ReadReport(Framed(Encoding.Latin1.GetBytes(json))));

    [Theory]
    [InlineData("""{"event":"exited"}""")]
    [InlineData("""{"event":"exited","code":0,"signal":9}""")]
    [InlineData("""{"event":"exited","code":99999999999}""")]
    [InlineData("""{"event":"failed","errno":2}""")]
    [InlineData("""{"event":"left"}""")]
    public void What_is_no_event_is_refused(string json) =>
        Assert.Throws<InitProtocolException>(() => InitCodec.ReadEvent(Framed(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("""{"command":[],"environment":{},"working_directory":"/","host_paths":[],"writable_paths":[]}""")]
    [InlineData("""{"command":["a"],"environment":{},"working_directory":"/","host_paths":[]}""")]
    [InlineData("""{"command":["a",["b"]],"environment":{},"working_directory":"/","host_paths":[],"writable_paths":[]}""")]
    public void What_is_no_order_is_refused(string json) =>
        Assert.Throws<InitProtocolException>(() => InitCodec.ReadOrder(Framed(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData(InitProtocol.MaxMessage + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void A_message_longer_than_the_longest_is_refused_before_it_is_read(int length)
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, length);
        var refused = Assert.Throws<InitProtocolException>(() => InitCodec.ReadReport(new MemoryStream(prefix)));
        Assert.Contains("at most 8388608", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_longer_than_the_longest_is_not_sent()
    {
        var order = Order with { Command = [new string('x', InitProtocol.MaxMessage)] };
        using var stream = new MemoryStream();
        Assert.Throws<InitProtocolException>(() => InitCodec.Write(stream, order));
        Assert.Equal(0, stream.Length);
    }

    private static ImmutableSortedDictionary<string, string> Map(params (string Name, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    private static MemoryStream Written(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Framed(byte[] json)
    {
        var message = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, json.Length);
        json.CopyTo(message, 4);
        return new MemoryStream(message);
    }
}
