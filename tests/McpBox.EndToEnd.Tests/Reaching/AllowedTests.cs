using System.Text.Json;

namespace McpBox.EndToEnd.Tests.Reaching;

/// <summary>Programs that know nothing of mcpbox reach the hosts that the profile names, through the published binary.</summary>
public sealed class AllowedTests : IAsyncDisposable
{
    private readonly ReachingBox _box = new();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Node_curl_and_Python_reach_an_allowed_host_unchanged()
    {
        await using var api = TestApi.Tls(_box.Authority, "api.box.test");
        _box.Start($"allow = [\"api.box.test:{api.Port}\"]\nallow_private = [\"api.box.test\"]", "127.0.0.1 api.box.test");
        var url = $"https://api.box.test:{api.Port}/hello";
        Assert.Equal("you asked /hello", (await _box.TryAsync("fetch", new { url })).Text("body"));
        Assert.Equal("you asked /hello", (await _box.TryAsync("run", new { command = "/usr/bin/curl", args = new[] { "-sS", url } })).Text("out"));
        var python = $"import urllib.request; print(urllib.request.urlopen('{url}').read().decode(), end='')";
        Assert.Equal("you asked /hello", (await _box.TryAsync("run", new { command = "/usr/bin/python3", args = new[] { "-c", python } })).Text("out"));

        var ends = await _box.EndAsync("disconnect");
        Assert.Equal(3, ends.Count);
        Assert.All(ends, end => Assert.Equal("api.box.test", end.Text("named")));
        Assert.All(ends, end => Assert.True(end.GetProperty("sent").GetInt64() > 100 && end.GetProperty("received").GetInt64() > 100));
        var connects = _box.Events("connect");
        Assert.Equal(["127.0.0.1", "127.0.0.1", "127.0.0.1"], connects.Select(connect => connect.Text("address")));
        Assert.Equal([1, 2, 3], connects.Select(connect => connect.GetProperty("calls")[0].GetInt32()));
        Assert.Equal(3, api.Heads.Count);
    }

    [Fact]
    public async Task Names_below_a_wildcard_are_found_and_their_neighbours_are_not()
    {
        await using var api = TestApi.Plain();
        _box.Start($"allow = [\"*.box.test:{api.Port}\"]\nallow_private = [\"127.0.0.0/8\"]", "127.0.0.1 a.box.test b.c.box.test box.test");
        Assert.Equal(200, (await _box.TryAsync("fetch", new { url = $"http://a.box.test:{api.Port}/" })).GetProperty("status").GetInt32());
        Assert.Equal(200, (await _box.TryAsync("fetch", new { url = $"http://b.c.box.test:{api.Port}/" })).GetProperty("status").GetInt32());
        Assert.Equal("ENOTFOUND", (await _box.TryAsync("fetch", new { url = $"http://box.test:{api.Port}/" })).Text("error"));
        Assert.Equal("ENOTFOUND", (await _box.TryAsync("fetch", new { url = $"http://abox.test:{api.Port}/" })).Text("error"));
        var refusals = await _box.EndAsync("refuse");
        Assert.Equal(["MB7101"], refusals.Select(refusal => refusal.Text("code")).Distinct());
        Assert.Equal(["abox.test", "box.test"], refusals.Select(refusal => refusal.Text("host")).Distinct().Order());
    }

    [Fact]
    public async Task The_hosts_own_localhost_is_reached_where_it_is_named()
    {
        await using var api = TestApi.Plain();
        _box.Start($"allow = [\"localhost:{api.Port}\"]\nallow_private = [\"localhost\"]");
        Assert.Equal("you asked /x", (await _box.TryAsync("fetch", new { url = $"http://localhost:{api.Port}/x" })).Text("body"));
        Assert.Single(await _box.EndAsync("connect"));
    }

    [Fact]
    public async Task A_port_below_1024_is_reached_and_the_server_has_no_right_to_it()
    {
        // Nothing listens at this machine's port 443: the refusal says that the connection came as far as the host.
        _box.Start("allow = [\"api.box.test:443\"]\nallow_private = [\"api.box.test\"]", "127.0.0.1 api.box.test");
        _ = await _box.TryAsync("connect", new { host = "api.box.test", port = 443, text = "x" });
        foreach (var port in (int[])[443, 80])
            Assert.Equal("EACCES", (await _box.TryAsync("listen", new { port })).Text("error"));
        Assert.Equal(["MB7105"], (await _box.EndAsync("refuse")).Select(refusal => refusal.Text("code")));
        Assert.Equal("127.0.0.1", Assert.Single(_box.Events("connect")).Text("address"));
    }
}

internal static class Json
{
    public static string? Text(this JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value.GetString() : $"no {member} in {element}";
}
