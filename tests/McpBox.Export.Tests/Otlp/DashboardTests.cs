using McpBox.Export.Connecting;
using McpBox.Export.Otlp;
using McpBox.Export.Tests.Receiving;

namespace McpBox.Export.Tests.Otlp;

/// <summary>What a real receiver of OTLP understood.</summary>
public sealed class DashboardTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    [Fact]
    public void It_reads_each_call_as_a_span_and_a_log_record()
    {
        const string server = "all";
        ExportedCall[] calls = [Calls.Read() with { Server = server }, Calls.Denied() with { Server = server }, Calls.Failed() with { Server = server }];
        Send(calls);

        var spans = dashboard.Spans(server);
        Assert.Equal(3, spans.Count);
        foreach (var call in calls)
        {
            var identity = TraceIdentity.Of(call);
            var span = Assert.Single(spans, span => span.GetProperty("spanId").GetString() == identity.SpanId);
            Assert.Equal(identity.TraceId, span.GetProperty("traceId").GetString());
            Assert.Equal($"tools/call {call.Tool}", span.GetProperty("name").GetString());
            Assert.Equal(2, span.GetProperty("kind").GetInt32());
            Assert.Equal("1795165200123456700", span.GetProperty("startTimeUnixNano").GetString());
            Assert.Equal(call.Latency < 0 ? "1795165200123456700" : "1795165200124706700", span.GetProperty("endTimeUnixNano").GetString());
            Assert.Equal("tools/call", Dashboard.Attribute(span, "mcp.method.name"));
            Assert.Equal(call.Tool, Dashboard.Attribute(span, "gen_ai.tool.name"));
            Assert.Equal("execute_tool", Dashboard.Attribute(span, "gen_ai.operation.name"));
            Assert.Equal("a1b2c3d4", Dashboard.Attribute(span, "mcp.session.id"));
            Assert.Equal("2", Dashboard.Attribute(span, "jsonrpc.request.id"));
            Assert.Equal("pipe", Dashboard.Attribute(span, "network.transport"));
            Assert.Equal("91", Dashboard.Attribute(span, "mcpbox.request.size"));
            Assert.Equal(OtlpAttributes.ErrorType(call), Dashboard.Attribute(span, "error.type"));
        }

        var logs = dashboard.Logs(server);
        Assert.Equal(calls.Select(CallSentence.Of).Order(), logs.Select(static log => log.GetProperty("body").GetProperty("stringValue").GetString()).Order());
        Assert.Equal(spans.Select(static span => span.GetProperty("spanId").GetString()).Order(), logs.Select(static log => log.GetProperty("spanId").GetString()).Order());
    }

    [Fact]
    public void A_client_s_own_trace_is_the_parent()
    {
        var parent = TraceParent.TryParse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "congo=t61rcWkgMzE");
        Send([Calls.Read() with { Server = "parented", Parent = parent }]);
        var span = Assert.Single(dashboard.Spans("parented"));
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", span.GetProperty("traceId").GetString());
        Assert.Equal("00f067aa0ba902b7", span.GetProperty("parentSpanId").GetString());
    }

    [Fact]
    public void More_calls_than_a_batch_holds_and_of_two_sessions_arrive_each_below_its_own()
    {
        Send(Enumerable.Range(0, 700).Select(static number => number < 600 ? Calls.Read(number) with { Server = "one", Session = "one" } : Calls.Read(number) with { Server = "two", Session = "two" }));
        Assert.Equal(600, dashboard.Spans("one").Select(static span => span.GetProperty("spanId").GetString()).Distinct().Count());
        Assert.Equal(600, dashboard.Logs("one").Count);
        Assert.Equal(100, dashboard.Spans("two").Count);
    }

    [Fact]
    public void Each_hostile_name_is_the_name_of_one_span()
    {
        var names = Calls.HostileNames.Select(static row => row.Data).ToList();
        Send(names.Select(static (name, number) => Calls.Hostile(name) with { Server = "hostile", Sequence = number }));
        Assert.Equal(names.Order(StringComparer.Ordinal), dashboard.Spans("hostile").Select(static span => Dashboard.Attribute(span, "gen_ai.tool.name") ?? "").Order(StringComparer.Ordinal));
    }

    private void Send(IEnumerable<ExportedCall> calls)
    {
        using var sink = CallSinks.Receiver(OtlpEndpoint.Of(dashboard.Address, OtlpHeaders.None, ServerTrust.System, compress: false), "0.1.0", TimeProvider.System, static _ => false);
        foreach (var call in calls)
            sink.Add(call);
        sink.Complete();
        Assert.Equal(0, sink.Rejected);
    }
}
