using System.Text.Json;

namespace McpBox.Cli.Tests.Log.Questions;

/// <summary>What a server reached and was refused, as reviewers see it.</summary>
public sealed class DownstreamTests : IDisposable
{
    private const string Evil = """{"host":"evil.example","code":"MB7101","reason":"evil.example is not on the list","calls":[3]}""";

    // An escape, a bidirectional override, and what is no letter of a name.
    private const string Hostile = "{\"n\":4,\"host\":\"\\u001b[2J\\u202eevil\u202e\\u0000\",\"port\":1,\"code\":\"\\u001b]0;x\\u0007\",\"reason\":\"\\u001b[31m\",\"calls\":[3]}";

    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("show", "aa01")]
    [InlineData("tail", "aa01")]
    public void A_connection_its_end_and_a_refusal_are_a_line_each(params string[] arguments)
    {
        _bench.Reach("aa01", Evil);
        var lines = _bench.Run(arguments).Out.Split('\n');
        Assert.Equal("    0.002000  ⇢  connect       api.example.com:443 (93.184.216.34)  n=3  id=3", lines[2]);
        Assert.Equal("    0.003000  ⨯  refuse        evil.example  MB7101  id=3", lines[3]);
        Assert.Equal("    0.005000  ⇢  end           api.example.com:443  n=3  sent 1.2 kB  received 40.0 kB  120.0 ms", lines[5]);
    }

    [Fact]
    public void Show_calls_lists_below_each_what_it_reached_and_was_refused()
    {
        _bench.Reach("aa01", Evil, Evil);
        var lines = _bench.Run("show", "aa01", "--calls").Out.Split('\n');
        Assert.Contains("tools/call fetch", lines[0], StringComparison.Ordinal);
        Assert.Equal("⇢ api.example.com:443 (93.184.216.34)  sent 1.2 kB  received 40.0 kB  120.0 ms", lines[1].Trim());
        Assert.Equal("⨯ evil.example  MB7101  ×2", lines[2].Trim());
        using var json = JsonDocument.Parse(_bench.Run("show", "aa01", "--calls", "--json").Out);
        Assert.Equal((40_000, 2), (json.RootElement.GetProperty("downstream").GetProperty("connections")[0].GetProperty("received").GetInt64(),
            json.RootElement.GetProperty("downstream").GetProperty("refusals")[0].GetProperty("count").GetInt64()));
    }

    [Theory]
    [InlineData("show", "aa01")]
    [InlineData("show", "aa01", "--full")]
    [InlineData("show", "aa01", "--calls")]
    [InlineData("show", "aa01", "--calls", "--json")]
    [InlineData("tail", "aa01")]
    [InlineData("stats")]
    [InlineData("stats", "--json")]
    public void A_hostile_name_drives_no_terminal(params string[] arguments)
    {
        _bench.Reach("aa01", Hostile);
        var run = _bench.Run(arguments);
        Assert.Contains("evil", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out, static character => (char.IsControl(character) && character != '\n') || character == '\u202e');
    }

    [Theory]
    [InlineData(1, "--host", "api.example.com")]
    [InlineData(1, "--host", "EVIL.*")]
    [InlineData(1, "--host", "nowhere", "--host", "evil.example")]
    [InlineData(0, "--host", "example.com")]
    [InlineData(0, "--host", "*", "--tool", "read")]
    [InlineData(0, "--status", "denied")]
    public void Calls_are_found_by_the_hosts_that_they_reached_or_asked_for(int calls, params string[] filter)
    {
        _bench.Reach("aa01", Evil);
        Assert.Equal(calls, _bench.Run(["show", "aa01", "--calls", "--json", .. filter]).Out.Count(static character => character == '\n'));
    }

    [Fact]
    public void Show_with_a_host_has_its_connections_with_the_calls()
    {
        _bench.Reach("aa01", Evil);
        Assert.Equal(["request", "refuse", "response"], _bench.Run("show", "aa01", "--host", "evil.example", "--json").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
    }

    [Fact]
    public void A_host_that_was_asked_for_beside_all_calls_is_found()
    {
        using (var journal = _bench.Begin("aa01"))
            LogBench.Event(journal, "refuse", """{"host":"quiet.example","code":"MB7101","reason":"r"}""");
        Assert.Contains("aa01", _bench.Run("list", "--host", "quiet.example").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("aa01", _bench.Run("list", "--host", "other.example").Out, StringComparison.Ordinal);
        Assert.Contains("quiet.example", _bench.Run("stats", "--host", "quiet.*").Out, StringComparison.Ordinal);
        Assert.Contains("quiet.example", _bench.Run("show", "aa01", "--host", "quiet.*").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--tool", "fetch")]
    public void Stats_count_connections_refusals_and_bytes_for_each_host(params string[] filter)
    {
        _bench.Reach("aa01", Evil, Evil);
        _bench.Reach("bb02", Evil);
        using var json = JsonDocument.Parse(_bench.Run(["stats", "--json", .. filter]).Out);
        Assert.Equal((2, 3, 2400), (Number(json.RootElement, "connections"), Number(json.RootElement, "refusals"), Number(json.RootElement, "sent_bytes")));
        Assert.Equal(
            [("api.example.com", 2, 0, 2400, 80_000), ("evil.example", 0, 3, 0, 0)],
            json.RootElement.GetProperty("hosts").EnumerateArray().Select(static host =>
                (host.GetProperty("host").GetString(), Number(host, "connections"), Number(host, "refusals"), Number(host, "sent_bytes"), Number(host, "received_bytes"))));
        var line = _bench.Run(["stats", .. filter]).Out.Split('\n').Single(static line => line.Contains("api.example.com", StringComparison.Ordinal));
        Assert.Equal(["api.example.com", "2", "0", "2.4", "kB", "80.0", "kB"], line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Stats_show_ten_hosts_and_say_that_there_are_more()
    {
        _bench.Reach("aa01", [.. Enumerable.Range(0, 20).Select(static i => Evil.Replace("evil", $"evil{i:00}", StringComparison.Ordinal))]);
        var run = _bench.Run("stats").Out;
        Assert.Contains("evil08", run, StringComparison.Ordinal);
        Assert.DoesNotContain("evil09", run, StringComparison.Ordinal);
        Assert.Contains("and others", run, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_of_sessions_without_hosts_say_nothing_of_them()
    {
        _bench.Record("aa01");
        Assert.DoesNotContain("HOST", _bench.Run("stats").Out, StringComparison.Ordinal);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
