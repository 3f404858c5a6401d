using System.Net;
using System.Net.Sockets;

namespace McpBox.EndToEnd.Tests.Reaching;

/// <summary>A hostile server with one allowed host tries to get elsewhere, through the published binary. It gets nothing.</summary>
public sealed class HostileTests : IAsyncDisposable
{
    private readonly ReachingBox _box = new();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task No_other_host_is_reached_by_name_or_address()
    {
        await using var api = TestApi.Plain();
        await using var other = TestApi.Plain();
        Start(api);
        (string Host, int Port)[] places =
        [
            ("other.box.test", other.Port), ("127.0.0.1", other.Port), ("127.0.0.1", 22), ("169.254.169.254", 80), ("8.8.8.8", 53), ("192.168.0.1", 80),
            ("::1", other.Port), ("fd00:ec2::254", 80), ("2001:4860:4860::8888", 53), ("::ffff:127.0.0.1", other.Port), ("0.0.0.0", other.Port), ("api.box.test", other.Port),
        ];
        foreach (var (host, port) in places)
            Assert.Contains((await _box.TryAsync("connect", new { host, port, text = "x" })).Text("error"), (string[])["ENOTFOUND", "ENETUNREACH", "ECONNREFUSED", "EADDRNOTAVAIL"]);
        Assert.Equal((0, 0), (api.Connections, other.Connections));
    }

    [Fact]
    public async Task An_allowed_port_leads_to_nobody_but_the_names_that_have_it()
    {
        await using var api = TestApi.Plain();
        Start(api);
        foreach (var host in (string[])["127.0.0.1", "127.1.0.2", "127.2.0.1", "127.99.1.1"])
            Assert.Equal("ECONNRESET", (await _box.TryAsync("connect", new { host, port = api.Port, text = "GET / HTTP/1.1\r\nHost: api.box.test\r\n\r\n" })).Text("error"));
        Assert.Equal("EADDRINUSE", (await _box.TryAsync("listen", new { port = api.Port })).Text("error"));
        Assert.Equal(["MB7102"], (await _box.EndAsync("refuse")).Select(refusal => refusal.Text("code")).Distinct());
        Assert.Equal(0, api.Connections);
    }

    [Fact]
    public async Task Names_carry_nothing_out()
    {
        using var watch = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)watch.Client.LocalEndPoint!).Port;
        await using var api = TestApi.Plain();
        Start(api);
        Assert.Equal("ENOTFOUND", (await _box.TryAsync("lookup", new { name = "c2VjcmV0.tunnel.test" })).Text("error"));
        Assert.Contains((await _box.TryAsync("resolve", new { name = "c2VjcmV0.tunnel.test", type = "TXT" })).Text("error"), (string[])["ENOTFOUND", "ENODATA"]);
        foreach (var server in (string[])["8.8.8.8", "127.0.0.1", $"127.0.0.1:{port}"])
            Assert.Contains((await _box.TryAsync("ask", new { server, name = "secret.tunnel.test" })).Text("error"), (string[])["ECONNREFUSED", "ETIMEOUT", "ENETUNREACH", "EREFUSED"]);
        Assert.Equal("ENETUNREACH", (await _box.TryAsync("datagram", new { host = "8.8.8.8", port = 53, text = "x" })).Text("error"));
        Assert.Contains(await _box.EndAsync("refuse"), refusal => refusal.Text("host") == "c2vjcmv0.tunnel.test");
        Assert.Equal(0, watch.Available);
    }

    [Fact]
    public async Task A_request_for_another_host_does_not_leave()
    {
        await using var api = TestApi.Plain();
        Start(api);
        string[] requests =
        [
            "GET / HTTP/1.1\r\nHost: other.box.test\r\n\r\n", "GET http://other.box.test/ HTTP/1.1\r\nHost: api.box.test\r\n\r\n",
            "CONNECT other.box.test:443 HTTP/1.1\r\nHost: api.box.test\r\n\r\n", "GET / HTTP/1.1\r\nHost: api.box.test\r\nHost: other.box.test\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        ];
        foreach (var text in requests)
            Assert.Equal("ECONNRESET", (await _box.TryAsync("connect", new { host = "api.box.test", port = api.Port, text })).Text("error"));
        Assert.Equal(requests.Length, (await _box.EndAsync("refuse")).Count);
        Assert.Empty(api.Heads);
    }

    [Fact]
    public async Task TLS_for_another_server_does_not_leave()
    {
        await using var api = TestApi.Tls(_box.Authority, "api.box.test", "other.box.test");
        Start(api);
        foreach (var servername in (string[])["other.box.test", ""])
            Assert.Equal("ECONNRESET", (await _box.TryAsync("connect", new { host = "api.box.test", port = api.Port, servername, text = "GET / HTTP/1.1\r\nHost: other.box.test\r\n\r\n" })).Text("error"));
        Assert.Equal(["MB7106", "MB7106"], (await _box.EndAsync("refuse")).Select(refusal => refusal.Text("code")));
        Assert.Empty(api.Heads);
    }

    [Fact]
    public async Task A_name_that_leads_home_is_refused()
    {
        await using var api = TestApi.Plain();
        _box.Start($"allow = [\"api.box.test:{api.Port}\"]", "127.0.0.1 api.box.test", "::ffff:127.0.0.1 api.box.test", "169.254.169.254 api.box.test", "::1 api.box.test");
        Assert.Equal("ECONNRESET", (await _box.TryAsync("connect", new { host = "api.box.test", port = api.Port, text = "x" })).Text("error"));
        Assert.Equal("MB7103", Assert.Single(await _box.EndAsync("refuse")).Text("code"));
        Assert.Empty(_box.Events("connect"));
        Assert.Equal(0, api.Connections);
    }

    private void Start(TestApi api) =>
        _box.Start($"allow = [\"api.box.test:{api.Port}\"]\nallow_private = [\"api.box.test\"]", "127.0.0.1 api.box.test other.box.test");
}
