using System.Text;
using McpBox.Journal;

namespace McpBox.Browser.Tests.Hosting;

/// <summary>Sessions that several tests look at.</summary>
internal static class Sessions
{
    private static readonly (string Tool, string Arguments, string Result, double Latency)[] Calls =
    [
        ("read_file", """{"path":"/srv/site/index.md"}""", """{"content":[{"type":"text","text":"# Harbour\n\nOpening hours and tides.\n"}]}""", 3.2),
        ("list_directory", """{"path":"/srv/site","depth":2}""", """{"content":[{"type":"text","text":"[FILE] index.md\n[DIR] img"}]}""", 6.8),
        ("search_files", """{"path":"/srv/site","pattern":"tide*","excludePatterns":["node_modules"]}""", """{"content":[{"type":"text","text":"/srv/site/tides.csv"}]}""", 48),
        ("edit_file", """{"path":"/srv/site/index.md","edits":[{"oldText":"tides","newText":"tide tables"}],"dryRun":false}""", """{"content":[{"type":"text","text":"--- index.md\n+++ index.md"}]}""", 17),
        ("fetch_forecast", """{"station":"DE-HAM","hours":48}""", """{"content":[{"type":"text","text":"{\"wind\":\"NW 5\",\"sea\":\"moderate\"}"}]}""", 640),
    ];

    /// <summary>A morning's work with a server of files: 160 calls, some slow, some failed, one denied, one unanswered.</summary>
    public static RecordedSession Morning(ReviewBench bench, string id = "a1b2c3d4", bool seal = true)
    {
        var session = bench.Begin(id);
        var hello = session.Wait(310).Request("initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"editor","version":"1.4.2"}}""");
        session.Line(JournalDirection.Stderr, "listening on stdio"u8);
        session.Answer(hello, "result", """{"protocolVersion":"2025-06-18","serverInfo":{"name":"files","version":"0.6.2"}}""", 98.5);
        session.Line(JournalDirection.Stray, "Secure MCP Filesystem Server running on stdio"u8);
        var random = new Random(7);
        for (var i = 0; i < 160; i++)
        {
            var call = Calls[Math.Min(random.Next(7), random.Next(5))];
            session.Wait(120 + random.Next(900));
            if (i % 41 == 17)
                session.Answer(session.Request("tools/call", $$"""{"name":"{{call.Tool}}","arguments":{{call.Arguments}}}""", call.Tool), "error", """{"code":-32602,"message":"Access denied - path outside allowed directories: /etc/shadow"}""", 1.4);
            else if (i % 53 == 30)
                session.Call(call.Tool, call.Arguments, """{"content":[{"type":"text","text":"ENOENT: no such file"}],"isError":true}""", call.Latency);
            else
                session.Call(call.Tool, call.Arguments, call.Result, call.Latency * (0.6 + (random.NextDouble() * random.NextDouble() * 4)));
        }

        session.Denied("delete_tree", """{"path":"/srv"}""", "MB3009");
        session.Call("fetch_forecast", """{"station":"DE-CUX","hours":12}""", result: null);
        if (seal)
            session.Seal();
        return session;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
