using System.IO.Compression;
using McpBox.Export.Connecting;
using McpBox.Export.Otlp;
using McpBox.Export.Tests.Receiving;

namespace McpBox.Export.Tests.Otlp;

/// <summary>How a receiver's moods are met.</summary>
public sealed class SenderTests
{
    private readonly List<TimeSpan> _pauses = [];

    [Fact]
    public void A_busy_receiver_is_asked_again_after_the_time_that_it_names()
    {
        using var http = new ScriptedHttp(ScriptedHttp.Answer(429, headers: "Retry-After: 7\r\n"), ScriptedHttp.Answer(503), ScriptedHttp.Answer(200));
        Send(http.Address);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)], _pauses);
        Assert.Equal(4, http.Requests.Count);
        Assert.Single(http.Requests.Select(static request => Convert.ToHexString(request.Body)).Take(3).Distinct());
    }

    [Fact]
    public void A_receiver_that_wants_to_be_waited_for_for_a_year_is_waited_for_half_a_minute_and_not_for_ever()
    {
        using var http = new ScriptedHttp([.. Enumerable.Repeat(ScriptedHttp.Answer(503, headers: "Retry-After: 31536000\r\n"), 9)]);
        var gaveUp = Assert.Throws<ExportException>(() => Send(http.Address));
        Assert.Equal("MB4606", gaveUp.Code);
        Assert.Equal([.. Enumerable.Repeat(TimeSpan.FromSeconds(30), 4)], _pauses);
    }

    [Fact]
    public void A_request_that_was_refused_is_not_sent_again()
    {
        using var http = new ScriptedHttp(ScriptedHttp.Answer(400, "bad\u001b[31m\nthing"));
        var refused = Assert.Throws<ExportException>(() => Send(http.Address));
        Assert.Equal("MB4605", refused.Code);
        Assert.EndsWith("answered 400: bad\\u{1B}[31m\\u{A}thing", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(_pauses);
    }

    [Fact]
    public void A_redirect_is_a_refusal_and_never_followed()
    {
        using var elsewhere = new ScriptedHttp();
        using var http = new ScriptedHttp(ScriptedHttp.Answer(307, headers: $"Location: {elsewhere.Address}/v1/traces\r\n"));
        Assert.Equal("MB4605", Assert.Throws<ExportException>(() => Send(http.Address)).Code);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_receiver_that_never_ends_its_answer_is_not_waited_for_for_ever()
    {
        using var http = new ScriptedHttp([.. Enumerable.Repeat("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{", 4)]);
        var endpoint = OtlpEndpoint.Of(http.Address, OtlpHeaders.None, ServerTrust.System, compress: false) with { Timeout = TimeSpan.FromMilliseconds(300) };
        var ended = Task.Run(() =>
        {
            using var sink = CallSinks.Receiver(endpoint, "0.1.0", TimeProvider.System, static _ => false);
            sink.Add(Calls.Read());
            sink.Complete();
        }, TestContext.Current.CancellationToken);
        await ended.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(2, http.Requests.Count);
    }

    [Fact]
    public void What_a_receiver_took_and_rejected_is_counted_with_its_reason()
    {
        using var http = new ScriptedHttp(
            ScriptedHttp.Answer(200, """{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old\u0007"}}"""),
            ScriptedHttp.Answer(200, """{"partialSuccess":{"rejectedLogRecords":2}}"""));
        using var sink = Open(http.Address, OtlpHeaders.None);
        sink.Add(Calls.Read());
        sink.Complete();
        Assert.Equal((3, "too old\\u{7}"), (sink.Rejected, sink.Rejection));
    }

    [Fact]
    public void What_is_compressed_is_said_to_be_and_holds_the_same()
    {
        using var http = new ScriptedHttp();
        Send(http.Address);
        Send(http.Address, compress: true);
        var plain = http.Requests.Take();
        _ = http.Requests.Take();
        var packed = http.Requests.Take();
        Assert.Contains("Content-Encoding: gzip\r\n", packed.Head, StringComparison.Ordinal);
        using var stream = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        Assert.Equal(plain.Body, unpacked.ToArray());
    }

    [Fact]
    public void Nobody_there_is_said_at_once()
    {
        using var http = new ScriptedHttp();
        var address = http.Address;
        http.Dispose();
        Assert.Equal("MB4604", Assert.Throws<ExportException>(() => Send(address)).Code);
        Assert.Empty(_pauses);
    }

    [Fact]
    public void Headers_of_the_environment_are_sent_and_print_themselves_nowhere()
    {
        using var http = new ScriptedHttp();
        var headers = OtlpHeaders.FromEnvironment(static name => name == "OTEL_EXPORTER_OTLP_HEADERS" ? "api-key=s3cr3t%20x, x-team = a" : null);
        Send(http.Address, headers);
        var head = http.Requests.Take().Head;
        Assert.Contains("api-key: s3cr3t x\r\n", head, StringComparison.Ordinal);
        Assert.Contains("x-team: a\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", head, StringComparison.Ordinal);
        Assert.Equal("***", headers.ToString());
        Assert.DoesNotContain("s3cr3t", OtlpEndpoint.Of(http.Address, headers, ServerTrust.System, compress: false).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3cr3t")]
    [InlineData("a b=s3cr3t")]
    [InlineData("=s3cr3t")]
    [InlineData("x=s3cr3t%0d%0aevil: 1")]
    [InlineData("host=s3cr3t")]
    [InlineData("Content-Length=s3cr3t")]
    public void Headers_that_cannot_be_sent_are_refused_without_being_quoted(string text)
    {
        var refused = Assert.Throws<ExportException>(() => OtlpHeaders.FromEnvironment(_ => text));
        Assert.Equal("MB4608", refused.Code);
        Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://collector.example:4318", "MB4609")]
    [InlineData("http://10.0.0.1:4318", "MB4609")]
    [InlineData("ftp://127.0.0.1", "MB4602")]
    [InlineData("http://user:s3cr3t@127.0.0.1:4318", "MB4602")]
    [InlineData("http://127.0.0.1:4318/?key=s3cr3t", "MB4602")]
    [InlineData("127.0.0.1:4318", "MB4602")]
    [InlineData("", "MB4602")]
    public void Keys_never_travel_in_the_clear_or_in_an_address(string address, string code)
    {
        var headers = OtlpHeaders.FromEnvironment(static _ => "api-key=s3cr3t");
        var refused = Assert.Throws<ExportException>(() => OtlpEndpoint.Of(address, headers, ServerTrust.System, compress: false));
        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    private void Send(string address, OtlpHeaders? headers = null, bool compress = false)
    {
        using var sink = Open(address, headers ?? OtlpHeaders.None, compress);
        sink.Add(Calls.Read());
        sink.Complete();
    }

    private ICallSink Open(string address, OtlpHeaders headers, bool compress = false) =>
        CallSinks.Receiver(OtlpEndpoint.Of(address, headers, ServerTrust.System, compress), "0.1.0", TimeProvider.System, span =>
        {
            _pauses.Add(span);
            return true;
        });
}
