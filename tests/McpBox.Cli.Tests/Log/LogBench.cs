using System.CommandLine;
using System.Text;
using McpBox.Cli.Log;
using McpBox.Cli.Why;
using McpBox.Journal;
using McpBox.Journal.Indexing;

namespace McpBox.Cli.Tests.Log;

/// <summary>A state folder of its own, sessions recorded into it by the real writer, and <c>mcpbox log</c> run on it in this process.</summary>
internal sealed class LogBench : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("mcpbox-log-").FullName;

    public string Root => Path.Combine(_state, "mcpbox", "journal");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    public JournalWriter Begin(string id, int minute = 0, string server = "files")
    {
        var journal = JournalWriter.Create(Root, server, id, new SteadyTime(minute));
        journal.StageEvent("manifest", """{"server":"files"}"""u8);
        journal.Commit();
        journal.Enter(SessionIndex.Beside(Root, new SteadyTime(minute)));
        return journal;
    }

    /// <summary>A sealed session with one call, one denied call, stray and stderr lines, and an unanswered request.</summary>
    public string Record(string id, int minute = 0, bool seal = true)
    {
        using var journal = Begin(id, minute);
        Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"}}""", "1", "\"tools/call\"", "\"read\"");
        Line(journal, JournalDirection.Stray, "\u001b]0;title\u0007 banner \u202e\u2028 \u009b2J");
        Line(journal, JournalDirection.Stderr, "started");
        Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\\u001b[2J \u202eok\"}", "1", latency: 1500);
        Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, "{\"jsonrpc\":\"2.0\",\"id\":\"z\",\"method\":\"evil\\u202e\u202e\"}", "\"z\"", "\"evil\\u202e\u202e\"", reason: "MB3009");
        if (seal)
            journal.Seal();
        return journal.Path;
    }

    /// <summary>A sealed session whose call of <c>fetch</c> reached one host and asked for others, whose names are as given.</summary>
    public void Reach(string id, params string[] refused)
    {
        using var journal = Begin(id);
        Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"fetch"}}""", "3", "\"tools/call\"", "\"fetch\"");
        Event(journal, "connect", """{"n":3,"host":"api.example.com","port":443,"address":"93.184.216.34","rule":"api.example.com:443","calls":[3]}""");
        foreach (var data in refused)
            Event(journal, "refuse", data);
        Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, """{"jsonrpc":"2.0","id":3,"result":{}}""", "3", latency: 1500);
        Event(journal, "disconnect", """{"n":3,"host":"api.example.com","port":443,"named":"api.example.com","sent":1200,"received":40000,"duration_us":120000}""");
        journal.Seal();
    }

    public static void Event(JournalWriter journal, string kind, string data)
    {
        journal.StageEvent(kind, Encoding.UTF8.GetBytes(data));
        journal.Commit();
    }

    public static void Frame(
        JournalWriter journal, JournalDirection direction, JournalKind kind, string frame, string id = "", string method = "", string tool = "", long latency = -1, string? reason = null)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = kind,
            Verdict = reason is null ? JournalVerdict.Forward : JournalVerdict.Deny,
            Reason = reason,
            Frame = bytes,
            Embeddable = true,
            Id = Encoding.UTF8.GetBytes(id),
            Method = Encoding.UTF8.GetBytes(method),
            Tool = Encoding.UTF8.GetBytes(tool),
            LatencyMicroseconds = latency,
            WireBytes = bytes.Length,
        });
        journal.Commit();
    }

    public LogRun Run(params string[] arguments) => RunAsync(default, arguments).GetAwaiter().GetResult();

    public async Task<LogRun> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var command = LogCommand.Create(name => name == "XDG_STATE_HOME" ? _state : null, TimeProvider.System);
        var exit = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancel);
        return new LogRun(exit, output.ToString(), error.ToString());
    }

    /// <summary><c>mcpbox why</c></summary>
    public LogRun Why(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var exit = WhyCommand.Create(name => name == "XDG_STATE_HOME" ? _state : null).Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new LogRun(exit, output.ToString(), error.ToString());
    }

    private static void Line(JournalWriter journal, JournalDirection direction, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        journal.Stage(new JournalEntry
        {
            Direction = direction,
            Kind = direction == JournalDirection.Stderr ? JournalKind.Text : JournalKind.Invalid,
            Verdict = direction == JournalDirection.Stray ? JournalVerdict.Withhold : JournalVerdict.Forward,
            Frame = bytes,
            WireBytes = bytes.Length,
        });
        journal.Commit();
    }

    /// <summary>A clock that moves one millisecond with each look.</summary>
    private sealed class SteadyTime(int minute) : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 9, minute, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => 1_000_000_000;

        public override DateTimeOffset GetUtcNow() => _now = _now.AddMilliseconds(1);

        public override long GetTimestamp() => _ticks += 1_000_000;
    }
}

/// <summary>What a log command printed and returned.</summary>
internal sealed record LogRun(int Exit, string Out, string Error);
