using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Packages.Tests.Registries;

public sealed class GatewayAnswerTests
{
    [Theory]
    [InlineData("MB6313", 404)]
    [InlineData("MB6332", 403)]
    public void A_refusal_reaches_the_program_inside_as_text_and_is_remembered(string code, int status)
    {
        var gateway = Gateway(_ => throw new PackageException(code, "the tarball \"a\"\r\nSet-Cookie: x", "hint"));

        var answer = InsideConnection.Talk(gateway, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"mcpbox {code}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"{{\"error\":\"{code} the tarball", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\nSet-Cookie", answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split($"HTTP/1.1 {status} ").Length - 1);
        Assert.Equal(new Refusal(code, "the tarball \"a\"\r\nSet-Cookie: x", "hint"), Assert.Single(gateway.Refusals));
    }

    [Fact]
    public void A_failure_of_the_routes_is_answered_with_500_and_does_not_say_what_it_stumbled_over()
    {
        var gateway = Gateway(_ => throw new FormatException("The format of value 'Bearer s3cret' is invalid."));

        var answer = InsideConnection.Get(gateway, "/a");

        Assert.StartsWith("HTTP/1.1 500 ", answer, StringComparison.Ordinal);
        var refusal = Assert.Single(gateway.Refusals);
        Assert.Equal("MB6302", refusal.Code);
        Assert.Contains("FormatException", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", answer + refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html\r\nSet-Cookie: a=b")]
    [InlineData(200, "text/html\n")]
    [InlineData(200, "text/\u00e4")]
    [InlineData(200, "")]
    [InlineData(101, "text/html")]
    [InlineData(999, "text/html")]
    [InlineData(304, "text/html")]
    public void No_line_of_a_stranger_gets_into_the_head_of_an_answer(int status, string contentType)
    {
        var gateway = Gateway(_ => new GatewayAnswer(status, contentType, new MemoryStream([1])));

        var answer = InsideConnection.Get(gateway, "/a");

        Assert.StartsWith("HTTP/1.1 500 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie: a=b", answer, StringComparison.Ordinal);
        Assert.Equal("MB6302", Assert.Single(gateway.Refusals).Code);
    }

    [Fact]
    public void A_body_that_ends_early_ends_the_connection()
    {
        var gateway = Gateway(_ => new GatewayAnswer(200, "text/plain", new LyingStream()));

        var answer = InsideConnection.Talk(gateway, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Contains("Content-Length: 100", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("HTTP/1.1 200").Length - 1);
        Assert.Equal("MB6302", Assert.Single(gateway.Refusals).Code);
    }

    [Fact]
    public void What_follows_the_promised_length_is_not_sent_and_every_body_is_closed()
    {
        var body = new MemoryStream([.. "0123456789"u8]) { Position = 7 };
        var gateway = Gateway(_ => new GatewayAnswer(200, "text/plain", body));

        Assert.EndsWith("Content-Length: 3\r\nConnection: close\r\n\r\n789", InsideConnection.Get(gateway, "/a"), StringComparison.Ordinal);
        Assert.False(body.CanRead);
    }

    [Fact]
    public void Refusals_are_kept_in_order_once_each_and_only_so_many()
    {
        var count = 0;
        var routes = new FixedRoutes(_ => throw new PackageException("MB6332", $"number {count++ / 2}", ""));
        var gateway = new RegistryGateway(routes, new GatewayLimits { Remembered = 3 });

        for (var n = 0; n < 20; n++)
            InsideConnection.Get(gateway, "/a");

        Assert.Equal(["number 0", "number 1", "number 2"], gateway.Refusals.Select(refusal => refusal.Message));
    }

    [Fact]
    public void A_client_that_goes_away_in_an_answer_throws_nothing()
    {
        var gateway = Gateway(_ => new GatewayAnswer(200, "text/plain", new MemoryStream([1])));

        gateway.Serve(new DeafStream("GET /a HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()));

        Assert.Empty(gateway.Refusals);
    }

    [Fact]
    public void A_connection_that_fails_in_an_unknown_way_throws_nothing_and_is_remembered()
    {
        var gateway = Gateway(_ => throw new InvalidOperationException());
        var closed = new MemoryStream([], writable: false);
        closed.Dispose();
        gateway.Serve(closed);
        gateway.Serve(new MemoryStream([.. "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"u8], writable: false));

        Assert.All(gateway.Refusals, refusal => Assert.Equal("MB6302", refusal.Code));
    }

    private static RegistryGateway Gateway(Func<GatewayRequest, GatewayAnswer> answer) => new(new FixedRoutes(answer), new GatewayLimits());

    private sealed class LyingStream : MemoryStream
    {
        public override long Length => 100;
    }

    private sealed class DeafStream(byte[] sent) : MemoryStream(sent)
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("nobody reads any more");
    }
}
