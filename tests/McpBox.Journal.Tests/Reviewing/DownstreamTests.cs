using System.Text;
using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Tests.Reviewing;

/// <summary>What a server reached and was refused, and which calls it was for.</summary>
public sealed class DownstreamTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly Dialogue _talk;

    public DownstreamTests() => _talk = new Dialogue(_scratch.Path);

    public void Dispose()
    {
        _talk.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void A_connection_belongs_to_the_calls_that_its_record_names_and_its_end_is_found_by_its_number()
    {
        var calls = _talk.Call("1", "fetch").Call("2", "fetch").Call("3", "read")
            .Event("connect", """{"n":7,"host":"api.example.com","port":443,"address":"93.184.216.34","rule":"*.example.com:443","calls":[1,2]}""")
            .Event("disconnect", """{"n":7,"host":"api.example.com","port":443,"named":"api.example.com","sent":1200,"received":40000,"duration_us":120000,"calls":[3]}""")
            .Answer("1").Answer("2").Answer("3").Calls();
        var connection = Assert.Single(calls[0].Downstream!.Connections);
        Assert.Same(connection, Assert.Single(calls[1].Downstream!.Connections));
        Assert.Null(calls[2].Downstream);
        Assert.Equal((7, "api.example.com", 443, "93.184.216.34", "*.example.com:443"), (connection.Number, connection.Host, connection.Port, connection.Address, connection.Rule));
        Assert.Equal((1200, 40000, 120000, "api.example.com"), (connection.Sent, connection.Received, connection.DurationMicroseconds, connection.Named));
    }

    [Fact]
    public void The_end_of_a_connection_that_outlives_its_call_is_known_where_it_is_asked_for()
    {
        _talk.Call("1", "fetch").Event("connect", Connect(1, "a.example", "1")).Answer("1").Event("disconnect", Disconnect(1, "a.example", 5, 6));
        _ = _talk.Calls();
        foreach (var (parts, sent, received, duration) in new[] { (CallParts.None, -1, -1, -1), (CallParts.Ends, 5, 6, 9) })
        {
            using var review = SessionReview.Open(_talk.Path, parts);
            Assert.True(review.TryRead(out var call));
            var connection = Assert.Single(call.Downstream!.Connections);
            Assert.Equal((sent, received, duration), (connection.Sent, connection.Received, connection.DurationMicroseconds));
        }
    }

    [Fact]
    public void The_same_refusal_stands_once_with_its_number_of_times()
    {
        var call = Assert.Single(_talk.Call("1", "fetch")
            .Event("refuse", Refuse("evil.example", "MB7101", "1")).Event("refuse", Refuse("evil.example", "MB7101", "1"))
            .Event("refuse", """{"n":1,"host":"evil.example","port":80,"code":"MB7102","reason":"r","calls":[1]}""").Answer("1").Calls());
        Assert.Equal([("evil.example", -1, "MB7101", 2), ("evil.example", 80, "MB7102", 1)], call.Downstream!.Refusals.Select(static refusal => (refusal.Host, refusal.Port, refusal.Code, refusal.Count)));
        Assert.Equal(3, call.Downstream.RefusalCount);
    }

    [Fact]
    public void What_happens_while_nothing_is_asked_stays_the_sessions()
    {
        var (calls, totals) = _talk.Event("connect", Connect(1, "a.example", "")).Ask("1").Answer("1")
            .Event("disconnect", Disconnect(1, "a.example", 5, 6)).Event("refuse", Refuse("evil.example", "MB7101", "1")).Review();
        Assert.Null(Assert.Single(calls).Downstream);
        Assert.Equal([("a.example", 1, 0, 5, 6), ("evil.example", 0, 1, 0, 0)], totals.Hosts.Rows.Select(static row => (row.Host, row.Connections, row.Refusals, row.Sent, row.Received)));
    }

    [Fact]
    public void Only_the_clients_request_that_was_let_through_is_meant()
    {
        var calls = _talk.Server("""{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage"}""", JournalKind.Request, "1", "\"sampling/createMessage\"")
            .Call("1", "rm", verdict: JournalVerdict.Deny, reason: "MB3005").Call("1", "fetch")
            .Event("connect", Connect(1, "a.example", "1")).Answer("1").Calls();
        Assert.Equal("fetch", Assert.Single(calls, static call => call.Downstream is not null).Tool);
    }

    [Fact]
    public void An_id_is_the_same_however_it_is_written() =>
        Assert.NotNull(Assert.Single(_talk.Ask("\"a\"").Event("connect", Connect(1, "a.example", "\"\\u0061\"")).Answer("\"a\"").Calls()).Downstream);

    [Fact]
    public void Another_address_of_the_same_connection_is_no_other_connection()
    {
        var (calls, totals) = _talk.Ask("1").Event("connect", Connect(1, "a.example", "1", "192.0.2.1")).Event("connect", Connect(1, "a.example", "1", "192.0.2.2")).Answer("1").Review();
        Assert.Equal("192.0.2.2", Assert.Single(Assert.Single(calls).Downstream!.Connections).Address);
        Assert.Equal(1, totals.Hosts.All.Connections);
    }

    [Fact]
    public void A_flood_is_counted_and_hides_no_host_from_the_filter()
    {
        _talk.Ask("1");
        for (var i = 1; i <= 200; i++)
            _talk.Event("connect", Connect(i, $"c{i}.example", "1")).Event("refuse", Refuse($"r{i}.example", "MB7101", "1"));
        var downstream = Assert.Single(_talk.Answer("1").Calls()).Downstream!;
        Assert.Equal((64, 64, 136, 136, 200, 200), (downstream.Connections.Count, downstream.Refusals.Count, downstream.MoreConnections, downstream.MoreRefusals, downstream.ConnectionCount, downstream.RefusalCount));
        foreach (var (pattern, found) in new[] { ("C200.example", 1), ("r200.*", 1), ("x200.example", 0) })
        {
            using var review = SessionReview.Open(_talk.Path, filter: new CallFilter { Hosts = [pattern] });
            Assert.Equal(found, review.Calls().Count());
        }
    }

    [Fact]
    public void All_that_waits_is_bounded_and_what_is_beyond_is_counted()
    {
        // 1,100 calls in flight, each named by 64 events of its own and thus above 65,536 together.
        for (var call = 0; call < 1100; call++)
        {
            _talk.Ask($"{call}");
            for (var i = 0; i < 64; i++)
                _talk.Event("refuse", Refuse($"r{i}.example", "MB7101", $"{call}"));
        }

        var calls = _talk.Calls();
        Assert.Equal(65_536, calls.Sum(static call => call.Downstream!.Refusals.Count));
        Assert.Equal(1100 * 64, calls.Sum(static call => call.Downstream!.RefusalCount));
    }

    [Theory]
    [InlineData("connect", "[]")]
    [InlineData("connect", """{"n":"1","host":7,"port":-1,"address":{},"rule":null,"calls":{"1":1}}""")]
    [InlineData("disconnect", """{"n":1e400,"sent":-5,"received":99999999999999999999}""")]
    [InlineData("refuse", """{"host":"\ud800","port":65536,"code":1,"calls":[null,[1],{"a":1},true]}""")]
    public void An_event_that_mcpbox_would_not_write_belongs_to_no_call_and_breaks_nothing(string kind, string data)
    {
        var (calls, totals) = _talk.Ask("1").Event(kind, data).Answer("1").Review(CallParts.Ends);
        Assert.Equal((CallOutcome.Ok, null), (Assert.Single(calls).Outcome, calls[0].Downstream));
        Assert.Equal((0, 0), (totals.Hosts.All.Sent, totals.Hosts.All.Received));
    }

    [Fact]
    public void An_invented_name_crowds_out_no_host_that_was_reached()
    {
        for (var i = 0; i < HostStatistics.MostRefused + 10; i++)
            _talk.Event("refuse", Refuse($"r{i}.example", "MB7101", ""));
        var (_, totals) = _talk.Event("connect", Connect(1, "a.example", "")).Review();
        Assert.Contains(totals.Hosts.Rows, static row => row is { Host: "a.example", Connections: 1 });
        Assert.Contains(totals.Hosts.Rows, static row => row is { Host: "", Refusals: 10 });
    }

    [Fact]
    public void As_json_a_call_has_what_was_reached_and_refused_and_nothing_where_there_was_nothing()
    {
        var calls = _talk.Ask("1").Ask("2").Event("connect", Connect(1, "a.example", "1")).Event("refuse", Refuse("evil.example", "MB7101", "1")).Answer("1").Answer("2").Calls();
        Assert.Equal(
            """{"connections":[{"n":1,"host":"a.example","port":443,"address":"192.0.2.1","rule":"a.example:443"}],"refusals":[{"host":"evil.example","code":"MB7101","count":1}]}""",
            Json(calls[0]).GetProperty("downstream").GetRawText());
        Assert.False(Json(calls[1]).TryGetProperty("downstream", out _));
    }

    private static JsonElement Json(JournalCall call)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            CallJson.Write(json, call);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }

    private static string Connect(int number, string host, string calls, string address = "192.0.2.1") =>
        $$"""{"n":{{number}},"host":"{{host}}","port":443,"address":"{{address}}","rule":"{{host}}:443","calls":[{{calls}}]}""";

    private static string Disconnect(int number, string host, int sent, int received) =>
        $$"""{"n":{{number}},"host":"{{host}}","port":443,"sent":{{sent}},"received":{{received}},"duration_us":9}""";

    private static string Refuse(string host, string code, string calls) => $$"""{"host":"{{host}}","code":"{{code}}","reason":"not on the list","calls":[{{calls}}]}""";
}
