using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Exporting;

/// <summary>docs/export.md, "While a session goes on", through the real program: whatever a receiver does, the session does not notice.</summary>
public sealed class LiveExportTests : IDisposable
{
    private const int Frames = 50;
    private const int ServersExit = 7;

    private const string Server = """
        require('readline').createInterface({ input: process.stdin })
          .on('line', l => { const m = JSON.parse(l); process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id: m.id, result: { said: m.method } }) + '\n'); })
          .on('close', () => process.exit(7));

        """;

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_receiver_hears_of_every_call_while_the_session_goes_on()
    {
        using var receiver = new Receiver(static _ => Task.FromResult<string?>("200 OK"));
        await using var session = Begin(receiver.Address);
        await AskAsync(session);
        await Eventually.TrueAsync(() => receiver.Received.Contains($"ping{Frames}", StringComparison.Ordinal), "the last call does not arrive during the session");
        await EndAsync(session);
        Assert.All(Enumerable.Range(1, Frames), id => Assert.Contains($"\"ping{id}\"", receiver.Received, StringComparison.Ordinal));
        Assert.DoesNotContain("MB4611", session.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_receiver_is_said_and_costs_the_session_nothing()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://{closed.LocalEndpoint}";
        closed.Stop();
        await using var session = Begin(address);
        await AskAsync(session);
        await EndAsync(session);
        AssertNotSent(session, address);
    }

    [Fact]
    public async Task A_receiver_that_accepts_and_never_reads_holds_no_frame_back()
    {
        using var receiver = Receiver.Deaf();
        await using var session = Begin(receiver.Address);
        await AskAsync(session);
        await Eventually.TrueAsync(() => receiver.Connections > 0, "mcpbox does not connect");
        await AskAsync(session, from: Frames + 1);
        await EndAsync(session);
        AssertNotSent(session, receiver.Address);
    }

    [Fact]
    public async Task A_receiver_that_is_busy_holds_no_frame_back()
    {
        using var receiver = new Receiver(static _ => Task.FromResult<string?>("503 Service Unavailable\r\nRetry-After: 20"));
        await using var session = Begin(receiver.Address);
        await AskAsync(session);
        await Eventually.TrueAsync(() => receiver.Received.Length > 0, "nothing is sent");
        await AskAsync(session, from: Frames + 1);
        await EndAsync(session);
        AssertNotSent(session, receiver.Address);
    }

    [Fact]
    public async Task A_receiver_that_takes_its_time_holds_no_frame_back_and_gets_all()
    {
        var patience = new TaskCompletionSource();
        using var receiver = new Receiver(async _ =>
        {
            await patience.Task;
            return "200 OK";
        });
        await using var session = Begin(receiver.Address);
        await AskAsync(session);
        await Eventually.TrueAsync(() => receiver.Received.Length > 0, "nothing is sent");

        // Every one of these is answered while the receiver has answered nothing.
        await AskAsync(session, from: Frames + 1);
        patience.SetResult();
        await Eventually.TrueAsync(() => receiver.Received.Contains($"\"ping{2 * Frames}\"", StringComparison.Ordinal), "the last call does not arrive");
        await EndAsync(session);
        Assert.DoesNotContain("MB4611", session.Stderr, StringComparison.Ordinal);
    }

    private RawSession Begin(string address)
    {
        var script = Path.Combine(_box.Shared, "server.js");
        File.WriteAllText(script, Server);
        _box.Configure($"""
            [servers.said]
            command = "{Programs.Node}"
            args = ["{script}"]

            [export]
            otlp = "{address}"

            """);
        return _box.Start([Programs.McpBox, "run", "--mount", script, "said"]);
    }

    private static async Task AskAsync(RawSession session, int from = 1)
    {
        for (var id = from; id < from + Frames; id++)
        {
            await session.RequestAsync(id, $"ping{id}");
            Assert.Contains($"\"ping{id}\"", await session.ReadTextAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>The server's end is the session's, at most the two seconds later that the page allows; and the journal is whole.</summary>
    private async Task EndAsync(RawSession session)
    {
        var clock = Stopwatch.StartNew();
        session.CloseInput();
        Assert.Equal(ServersExit, await session.ExitCodeAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"the end took {clock.Elapsed}");
        Assert.Contains("\"status\":\"sealed\"", await _box.OutputOfAsync("log", "verify", "last", "--json"), StringComparison.Ordinal);
        var journal = _box.Journal();
        Assert.Equal(journal.ClientToServer.Count(), journal.ServerToClient.Count());
        Assert.Equal("seal", journal.Records[^1].Kind);
    }

    private void AssertNotSent(RawSession session, string address)
    {
        Assert.Contains("MB4611", session.Stderr, StringComparison.Ordinal);
        Assert.Contains($"not every call reached {address}", session.Stderr, StringComparison.Ordinal);
        Assert.Contains("`mcpbox log export`", session.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("MB4611", Encoding.UTF8.GetString(File.ReadAllBytes(_box.JournalPath())), StringComparison.Ordinal);
    }
}
