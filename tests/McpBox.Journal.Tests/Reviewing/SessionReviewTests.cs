using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Tests.Reviewing;

public sealed class SessionReviewTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly Dialogue _talk;

    public SessionReviewTests() => _talk = new Dialogue(_scratch.Path);

    public void Dispose()
    {
        _talk.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void A_request_and_its_answer_are_one_call()
    {
        var call = Assert.Single(_talk.Call("7", "read", """{"path":"/a"}""").Answer("7", """ "result":{"content":[]}""", latency: 1500).Calls(CallParts.Hashes));
        Assert.Equal((JournalDirection.ClientToServer, "7", "tools/call", "read", CallOutcome.Ok), (call.Direction, call.Id, call.Method, call.Tool, call.Outcome));
        Assert.Equal((1, 2, 1500), (call.RequestSequence, call.ResponseSequence, call.LatencyMicroseconds));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 0, 3, TimeSpan.Zero), call.Start);
        Assert.Equal(("forward", null), (call.Verdict, call.Rule));
        Assert.Equal((Hash("""{"path":"/a"}"""), Hash("""{"content":[]}""")), (call.ArgumentsHash, call.ResultHash));
        Assert.Equal((98, 49), (call.RequestBytes, call.ResponseBytes));
    }

    [Theory]
    [InlineData("""  "error":{"code":-32601,"message":"no \u0041"}""", CallOutcome.Error, "-32601", "no A")]
    [InlineData("""  "\u0065rror":{"code":1,"message":"m"}""", CallOutcome.Error, "1", "m")]
    [InlineData("""  "error":"text" """, CallOutcome.Error, null, null)]
    [InlineData("""  "error":{"code":{},"message":"\ud800"}""", CallOutcome.Error, null, "\\ud800")]
    [InlineData("""  "result":{"isError":true}""", CallOutcome.Error, null, null)]
    [InlineData("""  "result":{"\u0069sError":true}""", CallOutcome.Error, null, null)]
    [InlineData("""  "result":{"isError":true,"isError":false}""", CallOutcome.Ok, null, null)]
    [InlineData("""  "result":{"x":{"isError":true},"text":"\"error\""}""", CallOutcome.Ok, null, null)]
    [InlineData("""  "error":null,"result":{}""", CallOutcome.Ok, null, null)]
    [InlineData("""  "result":[{"error":1}]""", CallOutcome.Ok, null, null)]
    public void An_error_is_what_a_client_takes_for_one(string answer, CallOutcome outcome, string? code, string? message)
    {
        var call = Assert.Single(_talk.Ask("1").Answer("1", answer).Calls());
        Assert.Equal((outcome, code, message), (call.Outcome, call.ErrorCode, call.ErrorMessage));
    }

    [Fact]
    public void A_refused_request_takes_mcpboxs_own_answer_and_leaves_the_servers_to_the_one_that_was_forwarded()
    {
        _talk.Ask("1", "a").Call("1", "rm", verdict: JournalVerdict.Deny, reason: "MB3005")
            .Answer("1", """ "error":{"code":-32000,"message":"mcpbox MB3005"}""", -1, JournalVerdict.Synthetic, "MB3005").Answer("1");
        var calls = _talk.Calls();
        Assert.Equal([("rm", CallOutcome.Denied, "deny", "MB3005"), (null, CallOutcome.Ok, "forward", null)], calls.Select(call => (call.Tool, call.Outcome, call.Verdict, call.Rule)));
        Assert.Equal((-1, "-32000", 3), (calls[0].LatencyMicroseconds, calls[0].ErrorCode, calls[0].ResponseSequence));
    }

    [Fact]
    public void An_answer_that_was_too_large_makes_the_call_denied()
    {
        _talk.Ask("1").Server("""{"id":1,"result":"x""", JournalKind.Invalid, "1", verdict: JournalVerdict.Deny, reason: "MB3002")
            .Answer("1", """ "error":{"code":-32000,"message":"m"}""", -1, JournalVerdict.Synthetic, "MB3002");
        var call = Assert.Single(_talk.Calls());
        Assert.Equal((CallOutcome.Denied, "deny", "MB3002"), (call.Outcome, call.Verdict, call.Rule));
    }

    [Fact]
    public void A_request_that_was_too_large_is_a_denied_call()
    {
        _talk.Client("""{"id":1,"method":"x""", JournalKind.Invalid, "1", "\"x\"", verdict: JournalVerdict.Deny, reason: "MB3002");
        var call = Assert.Single(_talk.Calls());
        Assert.Equal(("x", CallOutcome.Denied, "MB3002"), (call.Method, call.Outcome, call.Rule));
    }

    [Fact]
    public void An_answer_by_mcpbox_for_a_dead_server_says_so()
    {
        var call = Assert.Single(_talk.Ask("1").Answer("1", """ "error":{"code":-32000,"message":"m"}""", -1, JournalVerdict.Synthetic, "MB3001").Calls());
        Assert.Equal((CallOutcome.Error, "synthetic", "MB3001", 1_000_000), (call.Outcome, call.Verdict, call.Rule, call.LatencyMicroseconds));
    }

    [Fact]
    public void Both_directions_may_use_the_same_id_at_once()
    {
        _talk.Ask("1").Server("""{"id":1,"method":"sampling/createMessage"}""", JournalKind.Request, "1", "\"sampling/createMessage\"").Answer("1", latency: 5)
            .Client("""{"id":1,"error":{"code":1,"message":"no"}}""", JournalKind.Response, "1", latency: 6);
        Assert.Equal(
            [(JournalDirection.ClientToServer, "ping", 5L, CallOutcome.Ok), (JournalDirection.ServerToClient, "sampling/createMessage", 6L, CallOutcome.Error)],
            _talk.Calls().Select(call => (call.Direction, call.Method, call.LatencyMicroseconds, call.Outcome)));
    }

    [Fact]
    public void A_second_request_with_a_waiting_id_takes_its_place_and_an_answered_id_may_come_again()
    {
        var (calls, totals) = _talk.Ask("1", "a").Ask("1", "b").Answer("1").Answer("1").Ask("1", "c").Answer("1").Review();
        Assert.Equal([("a", CallOutcome.Unanswered), ("b", CallOutcome.Ok), ("c", CallOutcome.Ok)], calls.Select(call => (call.Method, call.Outcome)));
        Assert.Equal(1, totals.Unasked);
    }

    [Fact]
    public void Ids_are_the_same_when_they_mean_the_same()
    {
        var call = Assert.Single(_talk.Ask("\"\\u0061\"").Answer("\"a\"").Calls());
        Assert.Equal(("\"\\u0061\"", CallOutcome.Ok), (call.Id, call.Outcome));
    }

    [Fact]
    public void A_cancelled_request_is_no_longer_waited_for()
    {
        var (calls, totals) = _talk.Ask("1").Client("""{"method":"notifications/cancelled","params":{"requestId":1}}""", JournalKind.Notification, method: "\"notifications/cancelled\"").Answer("1").Review();
        Assert.Equal((CallOutcome.Cancelled, 2), (Assert.Single(calls).Outcome, calls[0].ResponseSequence));
        Assert.Equal(1, totals.Unasked);
    }

    [Fact]
    public void Messages_of_a_batch_are_calls_of_their_own()
    {
        _talk.Client("""[{"id":1,"method":"tools/call","params":{"name":"a"}}, {"method":"n"},{"id":2,"method":"b"},7]""", JournalKind.Batch)
            .Server("""[{"id":2,"error":{"code":5,"message":"m"}},{"id":1,"result":{}}]""", JournalKind.Batch);
        var calls = _talk.Calls();
        Assert.Equal([("b", null, "5"), ("tools/call", "a", null)], calls.Select(call => (call.Method, call.Tool, call.ErrorCode)));
        Assert.All(calls, call => Assert.Equal((1, 2, 1_000_000), (call.RequestSequence, call.ResponseSequence, call.LatencyMicroseconds)));
        Assert.Equal((21, 41), (calls[0].RequestBytes, calls[0].ResponseBytes));
    }

    [Fact]
    public void An_answer_in_a_denied_batch_is_denied_and_not_let_through()
    {
        _talk.Ask("1").Ask("2").Server("""[{"id":1,"result":{}},{"id":2,"result":{}}]""", JournalKind.Batch, verdict: JournalVerdict.Deny, reason: "MB3009")
            .Answer("2", "\"error\":{\"code\":5,\"message\":\"m\"}", verdict: JournalVerdict.Synthetic, reason: "MB3009");
        var calls = _talk.Calls();
        Assert.Equal(["2", "1"], calls.Select(static call => call.Id));
        Assert.All(calls, static call => Assert.Equal((CallOutcome.Denied, "MB3009", -1L), (call.Outcome, call.Rule, call.LatencyMicroseconds)));
    }

    [Fact]
    public void Requests_in_a_denied_batch_are_denied()
    {
        _talk.Client("""[{"id":1,"method":"a"},{"id":2,"method":"b"}]""", JournalKind.Batch, verdict: JournalVerdict.Deny, reason: "MB3009");
        Assert.All(_talk.Calls(), static call => Assert.Equal(CallOutcome.Denied, call.Outcome));
    }

    [Fact]
    public void A_batch_that_was_edited_into_nonsense_is_said_and_survived()
    {
        var (calls, totals) = _talk.Client("""[{"id":1,"method":"a"},{"id":""", JournalKind.Batch).Review();
        Assert.Single(calls);
        Assert.True(totals.IsIncomplete);
    }

    [Fact]
    public void The_client_is_the_one_of_initialize_or_of_the_request_itself()
    {
        _talk.Ask("1", "initialize", ""","params":{"clientInfo":{"name":"Old","version":"1"}}""").Ask("2")
            .Ask("3", "x", ""","params":{"_meta":{"io.modelcontextprotocol/clientInfo":{"name":"New"}}}""").Ask("4", "y", ""","params":{"_meta":7}""");
        Assert.Equal(["Old 1", "Old 1", "New ", "Old 1"], _talk.Calls(CallParts.Clients).Select(call => $"{call.Client?.Name} {call.Client?.Version}"));
        Assert.Equal(["Old", "Old", "Old", "Old"], _talk.Calls().Select(call => call.Client?.Name));
    }

    [Fact]
    public void Lines_that_are_no_calls_are_counted()
    {
        _talk.Line(JournalDirection.Stray, "hello").Line(JournalDirection.Stderr, "one").Line(JournalDirection.Stderr, "two").Event("checkpoint", "{}").End();
        File.AppendAllText(_talk.Path, "nonsense\n{\"v\":1");
        using var review = SessionReview.Open(_talk.Path);
        Assert.Empty(review.Calls());
        var totals = review.Totals;
        Assert.Equal((1, 2, 1, 6, 6, true), (totals.Stray, totals.Stderr, totals.Unreadable, totals.CutBytes, totals.Records, totals.IsSealed));
    }

    [Fact]
    public void A_server_that_leaves_requests_unanswered_cannot_fill_memory_and_it_is_said()
    {
        const int Count = (2 * PendingCalls.Capacity) + 10;
        for (var i = 0; i < Count; i++)
            _talk.Server($$"""{"id":{{i}},"method":"m"}""", JournalKind.Request, $"{i}", "\"m\"");
        _talk.Ask("1").Answer("1");
        var (calls, totals) = _talk.Review();
        Assert.Equal(Count + 1, calls.Count);
        Assert.InRange(totals.GivenUp, PendingCalls.Capacity, Count);
        Assert.Single(calls, call => call.Outcome == CallOutcome.Ok);
    }

    [Fact]
    public void The_manifest_tells_where_and_by_whom()
    {
        using var scratch = new ScratchFolder();
        using var talk = new Dialogue(scratch.Path, """
            {"session":"other","server":"a/b","profile":"strict","mcpbox":"1.2","host":{"name":"box","os":"Linux"},"user":{"uid":1000,"name":"ada"},"client":{"pid":7,"name":"claude"},"engine":{"name":"docker"}}
            """.Trim());
        var facts = Assert.Single(talk.Ask("1").Calls()).Session;
        Assert.Equal(facts, SessionFacts.Read(talk.Path));
        Assert.Equal(
            new SessionFacts(Samples.Session, "a/b") { Profile = "strict", Version = "1.2", Host = "box", System = "Linux", User = "ada", UserId = 1000, ClientPid = 7, ClientProcess = "claude", Engine = "docker" },
            facts);
    }

    [Fact]
    public void A_call_as_json_has_what_reviewers_need()
    {
        _talk.Ask("1", "initialize", ""","params":{"clientInfo":{"name":"C","version":"1"}}""").Call("\"x\"", "read").Answer("\"x\"", """ "error":{"code":-1,"message":"no"}""");
        using var json = JsonDocument.Parse(Json(_talk.Calls(CallParts.Hashes)[0]));
        Assert.Equal(
            $$$"""{"session":"a1b2c3d4","server":"files","dir":"c2s","seq":2,"response_seq":3,"id":"x","method":"tools/call","tool":"read","client":"C","client_version":"1","start":"2026-11-20T09:00:04.000000000Z","latency_us":1000,"outcome":"error","request_bytes":89,"response_bytes":62,"arguments_sha256":"{{{Hash("{}")}}}","verdict":"forward","error_code":-1,"error_message":"no"}""",
            json.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("7,\"x\":8")]
    [InlineData("{}")]
    [InlineData("\"")]
    public void An_id_that_is_no_single_value_does_not_get_into_json(string id)
    {
        var call = new JournalCall { Session = new("s", "s"), Direction = default, RequestSequence = 0, RequestLine = 0, Id = id, Method = "m", RequestBytes = 1 };
        using var json = JsonDocument.Parse(Json(call));
        Assert.False(json.RootElement.TryGetProperty("id", out _));
    }

    [Fact]
    public void Bodies_are_there_when_they_are_asked_for()
    {
        var call = Assert.Single(_talk.Ask("1").Answer("1").Calls(CallParts.Bodies));
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"ping"} {"jsonrpc":"2.0","id":1,"result":{}}""", $"{Encoding.UTF8.GetString(call.RequestBody!)} {Encoding.UTF8.GetString(call.ResponseBody!)}");
    }

    private static string Json(JournalCall call)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            CallJson.Write(json, call);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
