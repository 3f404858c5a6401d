using System.Text;
using McpBox.Journal.Replaying;
using McpBox.Journal.Tests.Reviewing;

namespace McpBox.Journal.Tests.Replaying;

public sealed class ReplayPlayerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Dialogue _dialogue;

    public ReplayPlayerTests() => _dialogue = new Dialogue(_folder.Path);

    public void Dispose()
    {
        _dialogue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_was_pipelined_is_pipelined_and_what_waited_waits()
    {
        _dialogue.Ask("1").Ask("2").Answer("2").Answer("1").Ask("3").Answer("3");
        var player = Player();
        Assert.Equal([Request(1), Request(2)], Sent(player));
        player.Receive(Answer("1"));
        Assert.Empty(Sent(player));
        Assert.Equal("2", player.Awaited!.Id);
        player.Receive(Answer("2"));
        Assert.Equal([Request(3)], Sent(player));
        Assert.False(player.IsDone);
        player.Receive(Answer("3"));
        Assert.True(player.IsDone);
    }

    [Fact]
    public void A_request_that_was_never_answered_is_not_waited_for()
    {
        _dialogue.Ask("1").Ask("2").Answer("2").Ask("3");
        var player = Player();
        Assert.Equal(2, Sent(player).Count);
        player.Receive(Answer("2"));
        Assert.Single(Sent(player));
        Assert.True(player.IsDone);
    }

    [Fact]
    public void A_request_that_was_taken_back_is_not_waited_for()
    {
        _dialogue.Ask("1").Client("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""", JournalKind.Notification, method: "\"notifications/cancelled\"").Answer("1").Ask("2");
        var player = Player();
        Assert.Equal(3, Sent(player).Count);
        Assert.True(player.IsDone);
    }

    [Fact]
    public void An_answer_to_the_server_goes_when_it_asks_and_bears_the_id_that_it_chose_now()
    {
        _dialogue.Ask("1")
            .Server("""{"jsonrpc":"2.0","id":"srv-1","method":"sampling/createMessage"}""", JournalKind.Request, "\"srv-1\"", "\"sampling/createMessage\"")
            .Client("""{ "id" : "srv-1","jsonrpc":"2.0","result":{"id":"srv-1"}}""", JournalKind.Response, "\"srv-1\"")
            .Answer("1");
        var player = Player();
        Assert.Equal([Request(1)], Sent(player));
        player.Receive("""{"jsonrpc":"2.0","id":77,"method":"roots/list"}"""u8);
        Assert.Empty(Sent(player));
        Assert.True(player.AwaitsMessages);
        player.Receive("""{"jsonrpc":"2.0","id":4294967296,"method":"sampling/createMessage"}"""u8);
        Assert.Equal(["{ \"id\" : 4294967296,\"jsonrpc\":\"2.0\",\"result\":{\"id\":\"srv-1\"}}\n"], Sent(player));
        Assert.False(player.AwaitsMessages);
        player.Receive("""{"jsonrpc":"2.0","id":5,"method":"sampling/createMessage"}"""u8);
        Assert.Empty(Sent(player));
    }

    [Fact]
    public void Ids_are_compared_by_what_they_say_and_may_be_used_again()
    {
        _dialogue.Ask("\"a\"").Answer("\"\\u0061\"").Ask("\"a\"").Answer("\"a\"").Ask("9");
        var player = Player();
        Assert.Single(Sent(player));
        player.Receive(Answer("\"\\u0061\""));
        Assert.Single(Sent(player));
        player.Receive(Answer("\"a\""));
        Assert.Equal([Request(9)], Sent(player));
    }

    [Fact]
    public void Refused_frames_are_sent_again_and_mcpbox_s_own_are_not()
    {
        _dialogue.Call("1", "evil", verdict: JournalVerdict.Deny, reason: "MB3009")
            .Answer("1", "\"error\":{\"code\":-32000}", verdict: JournalVerdict.Synthetic)
            .Client("""{"jsonrpc":"2.0","id":8,"error":{"code":-32000}}""", JournalKind.Response, "8", verdict: JournalVerdict.Synthetic);
        var player = Player();
        Assert.Contains("evil", Assert.Single(Sent(player)), StringComparison.Ordinal);
        Assert.False(player.IsDone);
        player.Receive(Answer("1"));
        Assert.True(player.IsDone);
    }

    [Fact]
    public void Answers_may_come_in_a_batch_and_anything_else_is_borne()
    {
        _dialogue.Ask("1").Ask("2").Answer("1").Answer("2");
        var player = Player();
        _ = Sent(player);
        foreach (var odd in (string[])["", "[", "{", "null", "[1,{}]", "{\"id\":1}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":1}", "\uFEFF{"])
            player.Receive(Encoding.UTF8.GetBytes(odd));
        player.Receive("""[{"jsonrpc":"2.0","id":2,"result":{}},{"jsonrpc":"2.0","id":1,"result":{}}]"""u8);
        Assert.True(player.IsDone);
    }

    private ReplayPlayer Player() => new(Transcript.ReadToSend(_dialogue.End()));

    private static List<string> Sent(ReplayPlayer player)
    {
        var sent = new List<string>();
        while (player.TryNext(out var wire))
            sent.Add(Encoding.UTF8.GetString(wire));
        return sent;
    }

    private static string Request(int id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""" + "\n";

    private static byte[] Answer(string id) => Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"result":null}""");
}
