using McpBox.Packages.Registries;
using McpBox.Packages.Tests.Hosting;

namespace McpBox.Packages.Tests.Registries;

/// <summary>What comes out of a build sandbox is hostile.</summary>
public sealed class GatewayRequestTests
{
    private readonly FixedRoutes _routes = new("hello");
    private readonly RegistryGateway _gateway;

    public GatewayRequestTests() => _gateway = new RegistryGateway(_routes, new GatewayLimits());

    [Fact]
    public void A_plain_request_is_answered_with_its_length()
    {
        var answer = InsideConnection.Talk(_gateway, "GET /@scope%2fpkg?a=b HTTP/1.1\r\nHost: 127.0.0.1:4873\r\nAccept: */*\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello", answer);
        var request = Assert.Single(_routes.Requests);
        Assert.Equal(("GET", "/@scope%2fpkg", "a=b", "*/*"), (request.Method, request.Path, request.Query, request.Headers["accept"]));
        Assert.Empty(_gateway.Refusals);
    }

    [Fact]
    public void HEAD_is_answered_without_a_body() =>
        Assert.EndsWith("Content-Length: 5\r\nConnection: keep-alive\r\n\r\n", InsideConnection.Talk(_gateway, "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public void One_connection_carries_several_requests_also_when_they_come_at_once()
    {
        var answer = InsideConnection.Talk(_gateway, string.Concat(Enumerable.Range(0, 5).Select(n => $"GET /{n} HTTP/1.1\r\nHost: x\r\n\r\n")));

        Assert.Equal(5, answer.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.Equal(["/0", "/1", "/2", "/3", "/4"], _routes.Requests.Select(request => request.Path));
    }

    [Fact]
    public void After_close_nothing_more_is_read()
    {
        var answer = InsideConnection.Talk(_gateway, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Single(_routes.Requests);
    }

    [Theory]
    [InlineData("POST /a HTTP/1.1\r\nHost: x\r\n\r\n", 405)]
    [InlineData("CONNECT host:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405)]
    [InlineData("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 405)]
    [InlineData("get /a HTTP/1.1\r\nHost: x\r\n\r\n", 405)]
    [InlineData("GET /a HTTP/1.0\r\nHost: x\r\n\r\n", 505)]
    [InlineData("GET /a HTTP/2.0\r\nHost: x\r\n\r\n", 505)]
    [InlineData("GET /a\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET  /a HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET\t/a\tHTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost:\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nexpect: 100-continue\r\n\r\n", 417)]
    [InlineData("GET /a HTTP/1.1\nHost: x\n\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", 400)]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\nA: \u00e4\r\n\r\n", 400)]
    public void What_is_not_plain_HTTP_is_refused_by_name(string sent, int status) => AssertRefused(sent, status);

    [Theory]
    [InlineData("Content-Length: 30")]
    [InlineData("Content-Length: 0\r\nContent-Length: 30")]
    [InlineData("Content-Length: 0, 30")]
    [InlineData("Content-Length: +0")]
    [InlineData("Content-Length: 0x1e")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("transfer-encoding:\tchunked\r\nContent-Length: 0")]
    [InlineData("Transfer-Encoding:")]
    public void A_second_request_cannot_hide_in_a_body(string framing)
    {
        var sent = $"GET /a HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

        var answer = InsideConnection.Talk(_gateway, sent);

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("\r\n"), line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Empty(_routes.Requests);
        Assert.Equal("MB6301", Assert.Single(_gateway.Refusals).Code);
    }

    [Theory]
    [InlineData("http://evil.example/a")]
    [InlineData("https://127.0.0.1:4873/a")]
    [InlineData("evil.example:443")]
    [InlineData("*")]
    [InlineData("a")]
    [InlineData("//evil.example/a")]
    [InlineData("/../a")]
    [InlineData("/a/./b")]
    [InlineData("/a/..")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/a/.%2E/b")]
    [InlineData("/a%2f..%2fb")]
    [InlineData("/a%5c..%5cb")]
    [InlineData("/a\\b")]
    [InlineData("/a%00b")]
    [InlineData("/a%0d%0aX:%20y")]
    [InlineData("/a%7f")]
    [InlineData("/a%")]
    [InlineData("/a%2")]
    [InlineData("/a%zz")]
    [InlineData("/a#b")]
    [InlineData("/a?b#c")]
    [InlineData("/a?b%00")]
    [InlineData("/a[b]")]
    [InlineData("/a<b>")]
    [InlineData("/a\"b")]
    public void A_path_that_can_be_read_in_two_ways_is_refused(string target)
    {
        AssertRefused($"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    }

    [Fact]
    public void A_head_longer_than_its_limit_is_refused_before_its_end()
    {
        AssertRefused($"GET /{new string('a', 20_000)}", 431);
    }

    [Fact]
    public void A_head_of_just_the_limit_is_answered()
    {
        const string Rest = "GET / HTTP/1.1\r\nHost: x\r\nA: \r\n\r\n";
        var sent = Rest.Replace("A: ", $"A: {new string('a', new GatewayLimits().Head - Rest.Length)}", StringComparison.Ordinal);

        Assert.StartsWith("HTTP/1.1 200", InsideConnection.Talk(_gateway, sent), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /a HTT")]
    public void A_connection_that_ends_is_nobodys_fault(string sent)
    {
        Assert.Equal("", InsideConnection.Talk(_gateway, sent));
        Assert.Empty(_gateway.Refusals);
    }

    private void AssertRefused(string sent, int status)
    {
        var answer = InsideConnection.Talk(_gateway, sent + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("\r\n"), line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Empty(_routes.Requests);
        Assert.Equal("MB6301", Assert.Single(_gateway.Refusals).Code);
    }
}
