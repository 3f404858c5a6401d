using McpBox.Export.Connecting;
using McpBox.Export.Otlp;
using McpBox.Export.Tests.Receiving;

namespace McpBox.Export.Tests.Otlp;

/// <summary>What a real receiver of OTLP understood.</summary>
public sealed class DashboardTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_reads_each_call_as_a_span_and_a_log_record(bool compress)
    {
        var server = $"all-{compress}";
        ExportedCall[] calls = [Calls.Read() with { Server = server }, Calls.Denied() with { Server = server }, Calls.Failed() with { Server = server }];
        Send(calls, compress);

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
    public void Thousands_of_calls_of_two_sessions_arrive_in_batches()
    {
        var calls = Enumerable.Range(0, 3000).Select(static number => Calls.Read(number) with { Server = "many", Session = number < 2000 ? "one" : "two" });
        Send(calls);
        Assert.Equal(3000, dashboard.Spans("many").Select(static span => span.GetProperty("spanId").GetString()).Distinct().Count());
        Assert.Equal(3000, dashboard.Logs("many").Count);
    }

    [Theory]
    [MemberData(nameof(Calls.HostileNames), MemberType = typeof(Calls))]
    public void A_hostile_name_is_the_name_of_one_span(string name)
    {
        var server = $"hostile-{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(name))}";
        Send([Calls.Hostile(name) with { Server = server }]);
        var span = Assert.Single(dashboard.Spans(server));
        Assert.Equal(name, Dashboard.Attribute(span, "gen_ai.tool.name") ?? "");
    }

    private void Send(IEnumerable<ExportedCall> calls, bool compress = false)
    {
        using var sink = CallSinks.Receiver(OtlpEndpoint.Of(dashboard.Address, OtlpHeaders.None, ServerTrust.System, compress), "0.1.0", TimeProvider.System, static _ => false);
        foreach (var call in calls)
            sink.Add(call);
        sink.Complete();
        Assert.Equal(0, sink.Rejected);
    }
}
