using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using McpBox.Export.Live;
using McpBox.Export.Tests.Receiving;
using McpBox.Export.Tests.Syslog;
using McpBox.Journal;

namespace McpBox.Export.Tests.Live;

/// <summary>Calls that are sent while the session is still being recorded, by the real writer.</summary>
public sealed class LiveTests(Rsyslog rsyslog) : IClassFixture<Rsyslog>, IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly BlockingCollection<string> _said = [];

    public void Dispose()
    {
        _scratch.Dispose();
        _said.Dispose();
    }

    [Fact]
    public void A_call_arrives_while_the_session_goes_on_and_the_rest_at_its_end()
    {
        using var journal = Begin();
        var running = Start(null, $"tcp://127.0.0.1:{rsyslog.TcpPort}", journal);
        Call(journal, 1);
        Assert.Equal(["1"], Taken(1));
        Call(journal, 2);
        Call(journal, 3);
        Request(journal, 4);
        journal.Seal();
        running.Finish(Patience.Long);
        Assert.Equal(["2", "3", "4"], Taken(3));
        Assert.Empty(_said);
    }

    [Fact]
    public void Two_receivers_each_get_everything()
    {
        using var http = new ScriptedHttp();
        using var journal = Begin();
        var running = Start(http.Address, $"unix:{rsyslog.DatagramSocket}", journal);
        for (var id = 1; id <= 1000; id++)
            Call(journal, id);
        journal.Seal();
        running.Finish(Patience.Long);
        Assert.Equal(Enumerable.Range(1, 1000).Select(static id => $"{id}"), Taken(1000));
        Assert.Equal(Enumerable.Range(1, 1000).Select(static id => $"{id}"), SpanIds(http));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_receiver_that_is_absent_is_said_once_and_the_record_goes_on()
    {
        using var journal = Begin();
        var running = Start(null, $"unix:{_scratch.File("nobody")}", journal);
        for (var id = 1; id <= 100; id++)
            Call(journal, id);
        Assert.Contains("MB4604", _said.Take(), StringComparison.Ordinal);
        Call(journal, 101);
        var path = journal.Path;
        journal.Seal();
        running.Finish(TimeSpan.Zero);
        Assert.Equal($"not every call reached unix:{_scratch.File("nobody")} before the session ended", _said.Take());
        Assert.Empty(_said);
        Assert.Equal(JournalStatus.Sealed, JournalVerifier.Verify(path).Status);
    }

    [Fact]
    public async Task A_receiver_that_comes_later_gets_what_it_missed()
    {
        using var journal = Begin();
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var running = Start($"http://127.0.0.1:{((IPEndPoint)port.LocalEndPoint!).Port}", null, journal);
        Call(journal, 1);
        Assert.Contains("MB4604", _said.Take(), StringComparison.Ordinal);
        Call(journal, 2);
        port.Listen();
        var head = Task.Run(() => AnswerOnce(port));
        Assert.StartsWith("POST /v1/traces ", await head.WaitAsync(Patience.Long), StringComparison.Ordinal);
        running.Finish(TimeSpan.Zero);
    }

    [Fact]
    public void A_receiver_that_never_answers_costs_the_end_its_patience_and_no_more()
    {
        using var http = new ScriptedHttp([null]);
        using var journal = Begin();
        var running = Start(http.Address, null, journal);
        Call(journal, 1);
        _ = http.Requests.Take();
        for (var id = 2; id <= 100; id++)
            Call(journal, id);
        var path = journal.Path;
        journal.Seal();
        running.Finish(TimeSpan.FromMilliseconds(50));
        Assert.Equal($"not every call reached {http.Address}/ before the session ended", _said.Take());
        Assert.Equal(JournalStatus.Sealed, JournalVerifier.Verify(path).Status);
    }

    [Fact]
    public void A_busy_receiver_gets_everything_when_it_has_time()
    {
        using var http = new ScriptedHttp(ScriptedHttp.Answer(503), ScriptedHttp.Answer(200));
        using var journal = Begin();
        var running = Start(http.Address, null, journal);
        Call(journal, 1);
        Assert.Equal(["1"], SpanIdsOf(http.Requests.Take().Body));
        Assert.Equal(["1"], SpanIdsOf(http.Requests.Take().Body));
        journal.Seal();
        running.Finish(Patience.Long);
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData("file:///etc/passwd", null, "MB4602")]
    [InlineData(null, "udp://127.0.0.1:514", "MB4602")]
    [InlineData(null, "tcp://127.0.0.1", "MB4602")]
    [InlineData(null, "unix:relative", "MB4602")]
    public void What_is_no_address_is_refused_before_there_is_a_session(string? otlp, string? syslog, string code) =>
        Assert.Equal(code, Assert.Throws<ExportException>(() => LiveExport.Of(otlp, syslog, null, static _ => null, "0.1.0", TimeProvider.System)).Code);

    private LiveExport.Running Start(string? otlp, string? syslog, JournalWriter journal) =>
        LiveExport.Of(otlp, syslog, null, static _ => null, "0.1.0", TimeProvider.System)!.Start(journal.Path, _said.Add);

    private JournalWriter Begin()
    {
        var journal = JournalWriter.Create(_scratch.Path, "files", "a1b2c3d4", TimeProvider.System);
        journal.StageEvent("manifest", """{"server":"files","client":{"name":"claude"}}"""u8);
        journal.Commit();
        return journal;
    }

    private static void Request(JournalWriter journal, int id) => Frame(journal, JournalKind.Request, id, $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"read"} }""");

    private static void Call(JournalWriter journal, int id)
    {
        Request(journal, id);
        Frame(journal, JournalKind.Response, id, $$"""{"jsonrpc":"2.0","id":{{id}},"result":{} }""");
    }

    private static void Frame(JournalWriter journal, JournalKind kind, int id, string frame)
    {
        var isRequest = kind == JournalKind.Request;
        journal.Stage(new JournalEntry
        {
            Direction = isRequest ? JournalDirection.ClientToServer : JournalDirection.ServerToClient,
            Kind = kind,
            Verdict = JournalVerdict.Forward,
            Frame = Encoding.UTF8.GetBytes(frame),
            Embeddable = true,
            Id = Encoding.UTF8.GetBytes($"{id}"),
            Method = isRequest ? "\"tools/call\""u8 : default,
            Tool = isRequest ? "\"read\""u8 : default,
            LatencyMicroseconds = isRequest ? -1 : 5,
            WireBytes = frame.Length,
        });
        journal.Commit();
    }

    private List<string> Taken(int count) =>
        rsyslog.Take(count).Select(static message => StructuredData.Parse(message.GetProperty("sd").GetString()!).Parameters["request_id"]).ToList();

    private static List<string> SpanIds(ScriptedHttp http)
    {
        var ids = new List<string>();
        while (http.Requests.TryTake(out var request))
            ids.AddRange(SpanIdsOf(request.Body));
        return ids;
    }

    private static List<string> SpanIdsOf(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return !json.RootElement.TryGetProperty("resourceSpans", out var resources)
            ? []
            : [.. resources[0].GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray().Select(static span => Dashboard.Attribute(span, "jsonrpc.request.id")!)];
    }

    private static string AnswerOnce(Socket listening)
    {
        using var client = listening.Accept();
        var bytes = new byte[64 * 1024];
        return Encoding.ASCII.GetString(bytes, 0, client.Receive(bytes));
    }
}
