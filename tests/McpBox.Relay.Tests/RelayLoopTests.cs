using System.Text;
using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Relay.Tests;

public sealed class RelayLoopTests
{
    private const string Request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n";
    private const string Response = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n";

    public static TheoryData<string> VerbatimFrames() =>
    [
        Request,
        "{ \"b\":1,\"a\" :\t2,\"unknown\":[],\"id\" : 1 , \"method\":\"x\"}\r\n",
        "\u00ef\u00bb\u00bf{\"id\":1,\"method\":\"with-bom\"}\n",
        "{\"id\":1,\"method\":\"\u00ff\u00fe broken UTF-8\"}\n",
        "[{\"id\":1,\"method\":\"a\"},{\"id\":2,\"method\":\"b\"}]\n",
        "{\"id\":1,\"method\":\"\\u0061\\/\"}\n",
        "{\"level\":\"info\"}\n",
        "{\"id\":1,\r\"method\":\"cr inside\"}\n",
    ];

    [Theory]
    [MemberData(nameof(VerbatimFrames))]
    public async Task A_frame_passes_byte_for_byte_in_both_directions(string frame)
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, frame);
        Assert.Equal(frame, RelayHarness.ReadLine(relay.ServerReads));
        RelayHarness.Write(relay.ServerWrites, frame);
        Assert.Equal(frame, RelayHarness.ReadLine(relay.ClientReads));
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task What_came_before_the_session_is_recorded_and_relayed_before_what_comes_in_it()
    {
        const string Early = "{ \"id\":7, \"method\":\"initialize\"}\r\n{\"id\":8,\"method\":\"a\"}\n{\"id\":9,\"me";
        var answered = new EarlyAnswer(Encoding.UTF8.GetBytes(Request.TrimEnd('\n')), FrameEnd.Lf, Encoding.UTF8.GetBytes(Response));
        using var relay = new RelayHarness(new EarlyInput(Encoding.UTF8.GetBytes(Early), [answered]));
        Assert.Equal("{ \"id\":7, \"method\":\"initialize\"}\r\n", RelayHarness.ReadLine(relay.ServerReads));
        Assert.Equal("{\"id\":8,\"method\":\"a\"}\n", RelayHarness.ReadLine(relay.ServerReads));
        RelayHarness.Write(relay.ClientWrites, "thod\":\"b\"}\n");
        Assert.Equal("{\"id\":9,\"method\":\"b\"}\n", RelayHarness.ReadLine(relay.ServerReads));
        var records = relay.Journal().Select(line => JsonDocument.Parse(line).RootElement)
            .Select(record => $"{record.GetProperty("dir").GetString()} {record.GetProperty("verdict").GetString()} {record.GetProperty("id")}");
        Assert.Equal(["c2s withhold 1", "s2c synthetic 1", "c2s forward 7", "c2s forward 8", "c2s forward 9"], records);
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_client_line_that_is_not_JSON_is_the_servers_to_judge()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, "nonsense\n");
        Assert.Equal("nonsense\n", RelayHarness.ReadLine(relay.ServerReads));
        Assert.Contains("\"kind\":\"invalid\"", relay.Journal()[^1], StringComparison.Ordinal);
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_frame_is_in_the_journal_before_the_peer_has_it()
    {
        using var relay = new RelayHarness();
        for (var i = 0; i < 100; i++)
        {
            var frame = $"{{\"id\":{i},\"method\":\"m\"}}\n";
            RelayHarness.Write(relay.ClientWrites, frame);
            Assert.Equal(frame, RelayHarness.ReadLine(relay.ServerReads));
            Assert.Contains(frame.TrimEnd('\n'), relay.Journal()[^1], StringComparison.Ordinal);
        }

        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_response_is_recorded_with_the_latency_of_its_request()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, Request);
        RelayHarness.ReadLine(relay.ServerReads);
        RelayHarness.Write(relay.ServerWrites, Response);
        RelayHarness.ReadLine(relay.ClientReads);
        using var record = JsonDocument.Parse(relay.Journal()[^1]);
        Assert.True(record.RootElement.GetProperty("latency_us").GetInt64() >= 0);
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_stray_line_is_withheld_recorded_and_hinted_at()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ServerWrites, $"Server \u001b[31mready\n{Response}again\n{Response}");
        Assert.Equal(Response, RelayHarness.ReadLine(relay.ClientReads));
        Assert.Equal(Response, RelayHarness.ReadLine(relay.ClientReads));
        var hint = RelayHarness.ReadLine(relay.PeopleRead);
        Assert.Contains("MB3003", hint, StringComparison.Ordinal);
        Assert.Contains("\\u{1b}[31mready", hint, StringComparison.Ordinal);
        Assert.Equal(2, relay.Journal().Count(line => line.Contains("\"dir\":\"stray\"", StringComparison.Ordinal)));
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_denied_request_is_answered_and_not_forwarded()
    {
        using var relay = new RelayHarness(policies: new DenyMethod("\"forbidden\""));
        RelayHarness.Write(relay.ClientWrites, $"{Request}{{\"id\":\"x\",\"method\":\"forbidden\"}}\n{{\"id\":3,\"method\":\"after\"}}\n");
        Assert.Equal(Request, RelayHarness.ReadLine(relay.ServerReads));
        Assert.Contains("after", RelayHarness.ReadLine(relay.ServerReads), StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
        Assert.Equal("x", answer.RootElement.GetProperty("id").GetString());
        Assert.Contains(relay.Journal(), line => line.Contains("\"verdict\":\"synthetic\"", StringComparison.Ordinal));
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_rest_without_line_feed_is_forwarded_as_it_is_at_the_end()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, "{\"id\":1,\"method\":\"last\"}");
        relay.ClientWrites.Dispose();
        Assert.Equal("{\"id\":1,\"method\":\"last\"}", RelayHarness.ReadLine(relay.ServerReads));
        RelayHarness.Write(relay.ServerWrites, "{\"id\":1,\"result\":1}");
        relay.ServerEnds();
        var last = new byte[19];
        relay.ClientReads.ReadExactly(last);
        Assert.Equal("{\"id\":1,\"result\":1}", Encoding.ASCII.GetString(last));
        Assert.Equal(RelayEnd.ClientClosed, (await relay.Outcome()).End);
    }

    [Fact]
    public async Task When_the_server_ends_every_waiting_request_is_told_why()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, "{\"id\":1,\"method\":\"a\"}\n{\"id\":\"two\",\"method\":\"b\"}\n");
        RelayHarness.ReadLine(relay.ServerReads);
        RelayHarness.ReadLine(relay.ServerReads);
        RelayHarness.Write(relay.ServerErrors, "Error: no database\n");
        relay.ServerEnds();
        using var first = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
        using var second = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
        Assert.Equal(1, first.RootElement.GetProperty("id").GetInt32());
        Assert.Equal("two", second.RootElement.GetProperty("id").GetString());
        Assert.Contains("exited with code 3", first.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("Error: no database", first.RootElement.GetProperty("error").GetProperty("data").GetProperty("detail").GetString());
        var outcome = await relay.Outcome();
        Assert.Equal((RelayEnd.ServerEnded, "Error: no database"), (outcome.End, outcome.StderrTail));
    }

    [Theory]
    [InlineData("""{"method":"notifications/cancelled","params":{"requestId":1}}""")]
    [InlineData("""{"params":{"reason":"enough","requestId":1},"method":"notifications\/cancelled"}""")]
    [InlineData("""[{"method":"notifications/cancelled","params":{"requestId":1}}]""")]
    public async Task A_cancelled_request_is_not_answered_when_the_server_ends(string cancellation)
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, $"{{\"id\":1,\"method\":\"a\"}}\n{{\"id\":2,\"method\":\"b\"}}\n{cancellation}\n");
        for (var line = 0; line < 3; line++)
        {
            RelayHarness.ReadLine(relay.ServerReads);
        }

        relay.ServerEnds();
        using var answer = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
        Assert.Equal(2, answer.RootElement.GetProperty("id").GetInt32());
        Assert.Equal(RelayEnd.ServerEnded, (await relay.Outcome()).End);
    }

    [Fact]
    public async Task When_very_many_requests_fail_together_only_the_first_are_told_the_last_words()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, string.Concat(Enumerable.Range(0, 100).Select(id => $"{{\"id\":{id},\"method\":\"m\"}}\n")));
        for (var i = 0; i < 100; i++)
        {
            RelayHarness.ReadLine(relay.ServerReads);
        }

        RelayHarness.Write(relay.ServerErrors, "Error: no database\n");
        relay.ServerEnds();
        var answers = Enumerable.Range(0, 100).Select(_ => RelayHarness.ReadLine(relay.ClientReads)).ToList();
        Assert.All(answers.Index(), answer => Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{answer.Index},", answer.Item, StringComparison.Ordinal));
        Assert.Equal(64, answers.Count(answer => answer.Contains("no database", StringComparison.Ordinal)));
        await relay.Outcome();
    }

    [Fact]
    public async Task A_client_that_closes_lets_the_server_finish_then_TERM_then_KILL()
    {
        var options = new RelayOptions { CloseGrace = TimeSpan.FromMilliseconds(50), TermGrace = TimeSpan.FromMilliseconds(50) };
        using var relay = new RelayHarness(options);
        RelayHarness.Write(relay.ClientWrites, Request);
        relay.ClientWrites.Dispose();
        Assert.Equal(Request, RelayHarness.ReadLine(relay.ServerReads));
        RelayHarness.Write(relay.ServerWrites, Response);
        Assert.Equal(Response, RelayHarness.ReadLine(relay.ClientReads));
        Assert.Equal(RelayEnd.ClientClosed, (await relay.Outcome()).End);
        Assert.Equal(["close", "TERM", "KILL"], relay.Orders);
    }

    [Fact]
    public async Task A_client_that_no_longer_reads_has_gone()
    {
        using var relay = new RelayHarness();
        relay.ClientReads.Dispose();
        Assert.Equal("close", relay.Orders.Take());
        relay.ServerEnds();
        Assert.Equal(RelayEnd.ClientClosed, (await relay.Outcome()).End);
    }

    [Fact]
    public async Task A_signal_terminates_and_a_second_one_kills()
    {
        using var relay = new RelayHarness();
        relay.Interrupt(15);
        Assert.Equal(["close", "TERM"], new[] { relay.Orders.Take(), relay.Orders.Take() });
        relay.Interrupt(15);
        Assert.Equal("KILL", relay.Orders.Take());
        var outcome = await relay.Outcome();
        Assert.Equal((RelayEnd.Interrupted, 15), (outcome.End, outcome.Signal));
    }

    [Fact]
    public async Task A_server_that_closes_stdout_first_is_let_go_and_the_waiting_request_told()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ClientWrites, Request);
        RelayHarness.ReadLine(relay.ServerReads);
        relay.ServerWrites.Dispose();
        Assert.Contains("closed its stdout", RelayHarness.ReadLine(relay.ClientReads), StringComparison.Ordinal);
        Assert.Equal("close", relay.Orders.Take());
        relay.ServerEnds();
        Assert.Equal(RelayEnd.ServerEnded, (await relay.Outcome()).End);
    }

    [Fact]
    public async Task Requests_after_the_server_closed_its_stdin_are_answered()
    {
        using var relay = new RelayHarness();
        relay.ServerReads.Dispose();
        RelayHarness.Write(relay.ClientWrites, Request);
        Assert.Contains("MB3004", RelayHarness.ReadLine(relay.ClientReads), StringComparison.Ordinal);
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_request_to_a_server_that_has_just_died_is_told_how_it_died()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ServerErrors, "Error: API_KEY is not set\n");
        relay.ServerReads.Dispose();
        RelayHarness.Write(relay.ClientWrites, Request);
        relay.ServerEnds();
        using var answer = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
        var error = answer.RootElement.GetProperty("error");
        Assert.Contains("MB3001: the server exited with code 3", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("Error: API_KEY is not set", error.GetProperty("data").GetProperty("detail").GetString());
        Assert.Equal(RelayEnd.ServerEnded, (await relay.Outcome()).End);
    }

    [Fact]
    public async Task Answers_that_the_client_does_not_read_stop_it_from_being_read()
    {
        using var relay = new RelayHarness();
        relay.ServerReads.Dispose();
        const int requests = 200_000;
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < requests; i += 1000)
            {
                RelayHarness.Write(relay.ClientWrites, string.Concat(Enumerable.Range(i, 1000).Select(id => $"{{\"id\":{id},\"method\":\"m\"}}\n")));
            }
        });
        using var answers = new StreamReader(relay.ClientReads);
        for (var i = 0; i < requests; i++)
        {
            Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{i},", await answers.ReadLineAsync(), StringComparison.Ordinal);
        }

        await writer;
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    public async Task The_limit_counts_the_frame_without_its_line_feed(int size)
    {
        using var relay = new RelayHarness(new RelayOptions { MaxFrame = 1024 });
        var frame = "{\"id\":5,\"method\":\"m\",\"p\":\"" + new string('x', size - 28) + "\"}";
        Assert.Equal(size, frame.Length);
        RelayHarness.Write(relay.ClientWrites, frame + "\n" + Request);
        var first = RelayHarness.ReadLine(relay.ServerReads);
        Assert.Equal(size > 1024 ? Request : frame + "\n", first);
        if (size > 1024)
        {
            using var answer = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
            Assert.Equal(5, answer.RootElement.GetProperty("id").GetInt32());
            Assert.Contains("MB3002", answer.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        relay.ServerEnds();
        await relay.Outcome();
    }

    [Theory]
    [InlineData("{\"id\":1,\"result\":\"", "\"}")]
    [InlineData("{\"result\":\"", "\",\"id\":1}")]
    public async Task A_response_above_the_limit_becomes_an_error_for_its_request_and_the_session_goes_on(string head, string tail)
    {
        using var relay = new RelayHarness(new RelayOptions { MaxFrame = 1 << 20 });
        RelayHarness.Write(relay.ClientWrites, Request);
        RelayHarness.ReadLine(relay.ServerReads);
        var writing = Task.Run(() => RelayHarness.Write(relay.ServerWrites, head + new string('x', 5 << 20) + tail + "\n" + Response));
        using var answer = JsonDocument.Parse(RelayHarness.ReadLine(relay.ClientReads));
        Assert.Equal(1, answer.RootElement.GetProperty("id").GetInt32());
        Assert.Equal(Response, RelayHarness.ReadLine(relay.ClientReads));
        await writing;
        var record = Assert.Single(relay.Journal(), line => line.Contains("MB3002", StringComparison.Ordinal) && line.Contains("\"deny\"", StringComparison.Ordinal));
        Assert.Contains($"\"bytes\":{(5 << 20) + head.Length + tail.Length}", record, StringComparison.Ordinal);
        relay.ServerEnds();
        await relay.Outcome();
    }

    [Fact]
    public async Task A_peer_that_stops_reading_stops_the_sender()
    {
        using var relay = new RelayHarness();
        var sent = 0L;
        using var stop = new CancellationTokenSource();
        var frame = Encoding.ASCII.GetBytes("{\"method\":\"n\",\"params\":\"" + new string('x', 100_000) + "\"}\n");
        var writer = Task.Run(() =>
        {
            try
            {
                while (true)
                {
                    relay.ServerWrites.Write(frame);
                    Interlocked.Add(ref sent, frame.Length);
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The session is over.
            }
        });

        // Nobody reads: the sender comes to a stop after what the pipes and the relay hold. Then everything that was sent arrives.
        var before = -1L;
        while (before != Interlocked.Read(ref sent))
        {
            before = Interlocked.Read(ref sent);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop.Token);
        }

        Assert.InRange(before, 1, 8 << 20);
        relay.ClientWrites.Dispose();
        for (var received = 0L; received < before; received += frame.Length)
        {
            Assert.Equal(frame.Length, RelayHarness.ReadLine(relay.ClientReads).Length);
        }

        relay.ClientReads.Dispose();
        relay.ServerEnds();
        await relay.Outcome();
        await writer;
    }

    [Fact]
    public async Task Nothing_unrecorded_is_forwarded_when_the_disk_is_full()
    {
        using var disk = new TinyDisk();
        using var relay = new RelayHarness(journalRoot: disk.Path);
        RelayHarness.Write(relay.ClientWrites, Request);
        Assert.Equal(Request, RelayHarness.ReadLine(relay.ServerReads));
        var more = relay.ServerReads.ReadAsync(new byte[1]).AsTask();
        disk.Fill();
        RelayHarness.Write(relay.ClientWrites, "{\"id\":2,\"method\":\"" + new string('x', 40_000) + "\"}\n{\"id\":3,\"method\":\"b\"}\n");
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("MB3006", RelayHarness.ReadLine(relay.ClientReads), StringComparison.Ordinal);
        }

        Assert.Equal(RelayEnd.JournalFailed, (await relay.Outcome()).End);
        Assert.Contains("KILL", relay.Orders);
        Assert.DoesNotContain(relay.Journal(), line => line.Contains("xxx", StringComparison.Ordinal));
        Assert.Equal(0, await more.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Stderr_is_shown_as_it_is_and_recorded_line_by_line()
    {
        using var relay = new RelayHarness();
        RelayHarness.Write(relay.ServerErrors, "one\r\ntwo\nthree");
        relay.ServerEnds();
        await relay.Outcome();
        Assert.Equal("one\r\n", RelayHarness.ReadLine(relay.PeopleRead));
        Assert.Equal("two\n", RelayHarness.ReadLine(relay.PeopleRead));
        Assert.Equal(3, relay.Journal().Count(line => line.Contains("\"dir\":\"stderr\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Embedded_frames_leave_every_record_valid_JSON_and_come_out_as_they_went_in()
    {
        using var relay = new RelayHarness();
        var frames = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "json-test-suite"), "*.json")
            .Select(File.ReadAllBytes)
            .Where(bytes => bytes.Length < 60_000 && !bytes.AsSpan().Contains((byte)'\n'))
            .ToList();
        foreach (var frame in frames)
        {
            relay.ClientWrites.Write([.. frame, (byte)'\n']);
            Assert.Equal(Encoding.Latin1.GetString(frame) + "\n", RelayHarness.ReadLine(relay.ServerReads));
        }

        relay.ServerEnds();
        await relay.Outcome();
        var records = relay.Journal().Where(line => line.Contains("\"dir\":\"c2s\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(frames.Count, records.Count);
        for (var i = 0; i < frames.Count; i++)
        {
            using var record = JsonDocument.Parse(records[i], new JsonDocumentOptions { MaxDepth = 1000 });
            Assert.Equal(frames[i], WireBytes(records[i], record.RootElement));
        }
    }

    // Cut out, not parsed out: white space around the frame belongs to it.
    private static byte[] WireBytes(string line, JsonElement record)
    {
        const string start = "\"frame\":";
        var bytes = record.TryGetProperty("frame", out _)
            ? Encoding.UTF8.GetBytes(line[(line.IndexOf(start, StringComparison.Ordinal) + start.Length)..line.LastIndexOf(",\"prev\":", StringComparison.Ordinal)])
            : record.GetProperty("raw").GetBytesFromBase64();
        return record.TryGetProperty("eol", out var end) && end.GetString() == "crlf" ? [.. bytes, (byte)'\r'] : bytes;
    }

    private sealed class DenyMethod(string method) : IFramePolicy
    {
        public Verdict Decide(JournalDirection direction, ReadOnlySpan<byte> frame, FramePeek peek) =>
            Encoding.UTF8.GetString(frame[peek.Only.Method]) == method ? Verdict.Deny("MB3999", "not allowed here") : Verdict.Forward;
    }
}
