using System.Text.Json;
using McpBox.Export.Otlp;
using McpBox.Export.Tests.Receiving;

namespace McpBox.Export.Tests.Otlp;

public sealed class TraceTests
{
    [Fact]
    public void The_same_call_has_the_same_ids_every_time_and_another_call_others()
    {
        Assert.Equal(TraceIdentity.Of(Calls.Read()), TraceIdentity.Of(Calls.Read() with { Outcome = default, Latency = 9 }));
        Assert.NotEqual(TraceIdentity.Of(Calls.Read(3)), TraceIdentity.Of(Calls.Read(4)));
        Assert.NotEqual(TraceIdentity.Of(Calls.Read()), TraceIdentity.Of(Calls.Read() with { Session = "other" }));

        // Two requests of one batch share their record.
        Assert.NotEqual(TraceIdentity.Of(Calls.Read()), TraceIdentity.Of(Calls.Read() with { RequestId = "3" }));
    }

    [Fact]
    public void What_was_reached_and_refused_are_events_of_the_span_at_their_times()
    {
        using var json = JsonDocument.Parse(Written.As(ExportFormat.Otlp, Calls.Reached("evil.example")).Split('\n')[0]);
        var span = json.RootElement.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[0];
        var events = span.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(
            [("mcpbox.connect", $"{Calls.Start + 1000}", "api.example.com"), ("mcpbox.refuse", $"{Calls.Start + 2000}", "evil.example")],
            events.Select(static one => (one.GetProperty("name").GetString(), one.GetProperty("timeUnixNano").GetString(), Dashboard.Attribute(one, "server.address"))));
        Assert.Equal(("MB7101", false), (Dashboard.Attribute(events[1], "mcpbox.code"), span.TryGetProperty("droppedEventsCount", out _)));
        using var flood = JsonDocument.Parse(Written.As(ExportFormat.Otlp, Calls.Hostile("x")).Split('\n')[0]);
        Assert.Equal(16, flood.RootElement.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[0].GetProperty("droppedEventsCount").GetInt32());
    }

    // The examples of https://www.w3.org/TR/trace-context/ and what its section 2.2.2 forbids.
    [Theory]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)]
    [InlineData("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future", true)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", false)]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false)]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false)]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0", false)]
    [InlineData("", false)]
    public void A_parent_is_believed_only_when_it_is_written_as_the_standard_has_it(string text, bool taken) =>
        Assert.Equal(taken, TraceParent.TryParse(text, null) is not null);

    [Fact]
    public void A_state_that_is_no_header_is_left_out()
    {
        const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Assert.Equal("a=b", TraceParent.TryParse(Parent, "a=b")!.State);
        Assert.Null(TraceParent.TryParse(Parent, "a=b\r\nx: y")!.State);
    }
}
