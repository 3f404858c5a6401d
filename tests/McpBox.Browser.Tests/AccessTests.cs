using System.Net;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using McpBox.Browser.Tests.Hosting;

namespace McpBox.Browser.Tests;

/// <summary>Who gets what over HTTP, without a browser.</summary>
public sealed partial class AccessTests : IAsyncLifetime
{
    private readonly ReviewBench _bench = new();
    private string _cookie = "";
    private string _key = "";

    private string Token => _bench.Address()[(_bench.Address().IndexOf('=', StringComparison.Ordinal) + 1)..];

    public ValueTask InitializeAsync()
    {
        Sessions.Morning(_bench).Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_printed_address_opens_the_page_once()
    {
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]{43}$", _bench.Address());
        var first = await AskAsync($"/?token={Token}");
        Assert.Equal(200, first.Status);
        Assert.Matches($"^mcpbox_{_bench.Port}=[A-Za-z0-9_-]{{43}}; HttpOnly; SameSite=Strict; Path=/$", first.Header("Set-Cookie"));
        var second = await AskAsync($"/?token={Token}");
        Assert.Equal((403, null), (second.Status, second.Header("Set-Cookie")));
        Assert.DoesNotContain("mcpbox-key", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_twenty_that_use_the_token_at_once_one_is_let_in()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync($"/?token={Token}")));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(19, replies.Count(reply => reply.Status == 403));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/app.css")]
    [InlineData("/api/sessions")]
    [InlineData("/api/sessions/a1b2c3d4/records")]
    [InlineData("/?token=")]
    [InlineData("/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Another_user_of_the_machine_who_has_no_token_gets_nothing(string target)
    {
        var reply = await AskAsync(target);
        Assert.Equal(403, reply.Status);
        Assert.DoesNotContain("files", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("a1b2c3d4", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_alone_which_every_port_of_this_address_is_shown_opens_no_session()
    {
        await EnterAsync();
        Assert.Equal(200, (await AskAsync("/", headers: [_cookie])).Status);
        Assert.DoesNotContain(_key, (await AskAsync("/", headers: [_cookie])).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await AskAsync("/api/sessions", headers: [_cookie])).Status);
        Assert.Equal(403, (await AskAsync("/api/sessions", headers: [_cookie, "X-Mcpbox-Key: x"])).Status);
        Assert.Equal(403, (await AskAsync("/api/sessions", headers: [$"X-Mcpbox-Key: {_key}"])).Status);
        Assert.Contains("a1b2c3d4", (await AskAsync("/api/sessions", headers: [_cookie, $"X-Mcpbox-Key: {_key}"])).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example:{0}", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("127.0.0.1:1", 421)]
    [InlineData("[::1]:{0}", 421)]
    [InlineData("127.0.0.1:{0}.evil.example", 421)]
    [InlineData("localhost:{0}", 200)]
    [InlineData("127.0.0.1:{0}", 200)]
    public async Task A_name_that_was_rebound_to_this_machine_is_refused(string host, int status)
    {
        await EnterAsync();
        var reply = await RawHttp.AskAsync(_bench.Port, "/api/sessions", host: string.Format(System.Globalization.CultureInfo.InvariantCulture, host, _bench.Port), headers: [_cookie, $"X-Mcpbox-Key: {_key}"]);
        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task A_rebound_name_does_not_spend_the_token()
    {
        Assert.Equal(421, (await RawHttp.AskAsync(_bench.Port, $"/?token={Token}", host: $"evil.example:{_bench.Port}")).Status);
        Assert.Equal(200, (await AskAsync($"/?token={Token}")).Status);
    }

    [Theory]
    [InlineData("Origin: http://127.0.0.1:9")]
    [InlineData("Origin: null")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    public async Task What_another_page_asks_for_is_refused_whatever_it_carries(string header)
    {
        await EnterAsync();
        foreach (var target in new[] { "/", "/app.js", "/api/sessions" })
            Assert.Equal(403, (await AskAsync(target, headers: [_cookie, $"X-Mcpbox-Key: {_key}", header])).Status);
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("OPTIONS", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("TRACE", 405)]
    [InlineData("CONNECT", 405)]
    [InlineData("get", 405)]
    [InlineData("HEAD", 200)]
    public async Task Only_get_and_head_are_answered(string method, int status)
    {
        await EnterAsync();
        var reply = await AskAsync("/api/sessions", method, _cookie, $"X-Mcpbox-Key: {_key}");
        Assert.Equal(status, reply.Status);
        if (method == "HEAD")
            Assert.Equal("", reply.Body);
        else
            Assert.Equal("GET, HEAD", reply.Header("Allow"));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_it_here()
    {
        await EnterAsync();
        foreach (var reply in new[] { await AskAsync("/", headers: [_cookie]), await AskAsync("/nothing"), await AskAsync("/api/sessions", headers: [_cookie, $"X-Mcpbox-Key: {_key}"]), await AskAsync("/", "POST"), await RawHttp.AskAsync(_bench.Port, "/", host: "evil.example") })
        {
            Assert.Equal("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", reply.Header("Content-Security-Policy"));
            Assert.Equal(("nosniff", "no-referrer", "no-store", "same-origin", "same-origin", "DENY"), (reply.Header("X-Content-Type-Options"), reply.Header("Referrer-Policy"), reply.Header("Cache-Control"), reply.Header("Cross-Origin-Opener-Policy"), reply.Header("Cross-Origin-Resource-Policy"), reply.Header("X-Frame-Options")));
            Assert.Null(reply.Header("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("/api/sessions/../../../../etc/passwd/records")]
    [InlineData("/api/sessions/..%2f..%2fetc%2fpasswd/records")]
    [InlineData("/api/sessions/a1b2/records")]
    [InlineData("/api/sessions/last/records")]
    [InlineData("/api/sessions//records")]
    [InlineData("/api/sessions/a1b2c3d4/nothing")]
    [InlineData("/api/sessions/a1b2c3d4/body?i=99999999999")]
    [InlineData("/api/sessions/a1b2c3d4/body?i=99999999999999999999999999")]
    [InlineData("/api/sessions/a1b2c3d4/body?i=-1")]
    [InlineData("/api/sessions/a1b2c3d4/search?q=")]
    [InlineData("/etc/passwd")]
    [InlineData("//evil.example/")]
    public async Task A_path_that_is_not_of_the_page_leads_nowhere(string target)
    {
        await EnterAsync();
        Assert.InRange((await AskAsync(target, headers: [_cookie, $"X-Mcpbox-Key: {_key}"])).Status, 400, 404);
    }

    [Fact]
    public async Task A_link_among_the_journals_is_not_followed()
    {
        var session = Directory.GetFiles(_bench.Root, "*.jsonl", SearchOption.AllDirectories)[0];
        var secret = Path.Combine(_bench.Folder, "secret");
        await File.WriteAllTextAsync(secret, "{\"password\":1}\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(session.Replace("a1b2c3d4", "link0001", StringComparison.Ordinal), secret);
        await EnterAsync();
        Assert.DoesNotContain("link0001", (await AskAsync("/api/sessions", headers: [_cookie, $"X-Mcpbox-Key: {_key}"])).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await AskAsync("/api/sessions/link0001/records", headers: [_cookie, $"X-Mcpbox-Key: {_key}"])).Status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nX: a\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n folded\r\n\r\n", 400)]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("\0\u0001\u0002\r\n\r\n", 400)]
    public async Task What_is_no_plain_request_is_refused_and_the_connection_ends(string bytes, int status)
    {
        using var http = await new RawHttp(_ = _bench.Port).ConnectAsync();
        await http.SendAsync(bytes);
        Assert.Equal(status, new RawReply(await http.ReadToEndAsync()).Status);
    }

    [Fact]
    public async Task A_head_without_end_is_cut_off()
    {
        using var http = await new RawHttp(_ = _bench.Port).ConnectAsync();
        await http.SendAsync("GET / HTTP/1.1\r\nX: " + new string('x', 20_000));
        Assert.InRange(new RawReply(await http.ReadToEndAsync()).Status, 0, 431);
    }

    [Fact]
    public async Task Clients_that_say_nothing_do_not_keep_the_page_from_its_reviewer()
    {
        var idle = new List<RawHttp>();
        for (var i = 0; i < 80; i++)
            idle.Add(await new RawHttp(_ = _bench.Port).ConnectAsync());

        // The first ones hold all places; when their time for a head is over, they are gone.
        await idle[0].SendAsync("GET / HTTP/1.1\r\n");
        Assert.Equal("", await idle[0].ReadToEndAsync());
        var reply = new RawReply("");
        for (var i = 0; i < 100 && reply.Status == 0; i++)
            reply = await AskAsync($"/?token={Token}");
        Assert.Equal(200, reply.Status);
        idle.ForEach(static http => http.Dispose());
    }

    [Fact]
    public async Task Only_loopback_is_listened_on()
    {
        _ = _bench.Port;
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(point => point.Port == _bench.Port);
        Assert.Equal([IPAddress.Loopback], listeners.Select(static point => point.Address));
        await Task.CompletedTask;
    }

    private Task<RawReply> AskAsync(string target, string method = "GET", params string[] headers) => RawHttp.AskAsync(_bench.Port, target, method, headers: headers);

    private async Task EnterAsync()
    {
        var reply = await AskAsync($"/?token={Token}");
        _cookie = $"Cookie: other=1; {reply.Header("Set-Cookie")!.Split(';')[0]}";
        _key = KeyOfPage().Match(reply.Body).Groups[1].Value;
    }

    [GeneratedRegex("name=\"mcpbox-key\" content=\"([A-Za-z0-9_-]{43})\"")]
    private static partial Regex KeyOfPage();
}
